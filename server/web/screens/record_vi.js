// Texts of the screen History in Vietnamese.
export default {
	'record.title': 'Lịch sử', 'record.latest': 'Vừa diễn ra', 'record.of': 'Lịch sử của {object}', 'record.when': 'Lúc', 'record.who': 'Ai', 'record.what': 'Việc', 'record.object': 'Đối tượng', 'record.role': 'Vai trò',
	'record.address': 'Từ máy', 'record.digest': 'Dấu trước → sau', 'record.none': 'Chưa có gì.', 'record.kind': 'Lịch sử của', 'record.path': 'Số hoặc mã', 'record.open': 'Xem', 'record.versions': 'Các phiên bản',
	'record.figure': 'Số liệu', 'record.same': 'Hai phiên bản giống nhau.', 'record.differences': '{n} số khác nhau', 'record.left': 'Phiên bản', 'record.right': 'so với', 'record.receipt': 'Biên nhận',
	'record.print': 'In biên nhận', 'record.more': 'Còn nữa: tải tệp CSV để xem hết.',
};
