// The texts of the wizard in Vietnamese.
export default {
	'year.told': 'Năm mới lấy từ năm trước: các kỳ báo cáo, cụm và thành viên, chỉ tiêu (dự thảo). Những gì đã có được giữ nguyên.', 'year.part': 'Nội dung', 'year.new': 'Sẽ thêm', 'year.there': 'Đã có', 'year.work_years': 'Năm công tác',
	'year.periods': 'Kỳ báo cáo', 'year.clusters': 'Cụm, khối', 'year.members': 'Thành viên', 'year.targets': 'Chỉ tiêu', 'year.done': 'Đã mở năm {year}', 'year.next': 'Việc tiếp theo', 'year.next_periods': 'Xem hạn nộp từng kỳ',
	'year.next_clusters': 'Cử trưởng, phó của các cụm', 'year.next_files': 'Nhập ngày nghỉ lễ và đưa chỉ tiêu vào áp dụng',
};
