// The texts of the screens Cụm and Chấm điểm in Vietnamese.
export default {
	'step.step_back': 'lùi một bước', 'step.object': 'kiến nghị', 'step.answer': 'trả lời kiến nghị', 'step.submit_self': 'nộp điểm tự chấm', 'step.resolve': 'ghi nhận kết quả',
	'cluster.year': 'năm {year}', 'cluster.none': 'Năm {year} chưa có cụm, khối nào. Quản trị lập cụm ở màn hình Quản trị.',
	'f.signed_on': 'Ngày ký', 'f.reason': 'Lý do',
	'f.minutes': 'Biên bản số',
};
