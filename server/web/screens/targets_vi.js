// Texts of the screen Targets in Vietnamese.
export default {
	'targets.title': 'Chỉ tiêu, năm công tác {year}', 'targets.through': 'Đến hết', 'targets.as_of': 'Theo số liệu biết đến ngày', 'targets.as_of_told': 'Số liệu như đã biết đến hết ngày {date}', 'targets.sum': 'Cụm',
	'targets.first': 'Chưa đạt lên trước', 'targets.name': 'Chỉ tiêu', 'targets.none': 'Không có chỉ tiêu nào cho lựa chọn này.', 'targets.numerator': 'Tử số', 'targets.denominator': 'Mẫu số', 'targets.value': 'Kết quả', 'targets.target': 'Chỉ tiêu',
	'targets.excess': 'So với chỉ tiêu', 'targets.evidence': 'Nguồn', 'targets.assumed': 'giả định', 'targets.missing': 'Thiếu tháng', 'targets.basis': 'Căn cứ', 'targets.provisional': 'tạm tính: có báo cáo chưa được tiếp nhận', 'targets.table': 'Số liệu từng tháng',
	'targets.now': 'Nay: {value} (khi đó: {then})', 'targets.same': 'Nay vẫn vậy.', 'targets.reason': 'Lý do', 'targets.no_data': 'chưa có số', 'targets.missing_short': 'thiếu {n} tháng', 'targets.units': 'Đơn vị có số liệu',
};
