// Texts of the documents of an object in Vietnamese.
export default {
	'papers': 'Tài liệu', 'papers.none': 'Chưa có tài liệu.', 'papers.drop': 'Thả tệp PDF, JPEG, PNG vào đây hoặc chọn:',
	'papers.withdraw': 'Gỡ', 'papers.reason': 'Lý do gỡ',
};
