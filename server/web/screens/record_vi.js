// Texts of the screen History in Vietnamese.
export default {
	'record.title': 'Lịch sử', 'record.latest': 'Vừa diễn ra', 'record.of': 'Lịch sử của {object}', 'record.when': 'Lúc', 'record.who': 'Ai', 'record.what': 'Việc', 'record.object': 'Đối tượng', 'record.role': 'Vai trò',
	'record.address': 'Từ máy', 'record.digest': 'Dấu trước → sau', 'record.none': 'Chưa có gì.', 'record.kind': 'Lịch sử của', 'record.path': 'Số hoặc mã', 'object.session': 'Phiên làm việc', 'record.open': 'Xem', 'record.versions': 'Các phiên bản',
	'record.figure': 'Số liệu', 'record.same': 'Hai phiên bản giống nhau.', 'record.differences': '{n} số khác nhau', 'record.left': 'Phiên bản', 'record.right': 'so với', 'record.receipt': 'Biên nhận',
	'record.print': 'In biên nhận', 'record.more': 'Còn nữa: tải tệp CSV để xem hết.', 'object.reports': 'Báo cáo', 'object.units': 'Đơn vị', 'object.clusters': 'Cụm', 'object.awards': 'Hồ sơ khen thưởng',
	'object.ballots': 'Cuộc bỏ phiếu', 'object.decisions': 'Quyết định', 'object.movements': 'Phong trào', 'object.initiatives': 'Sáng kiến', 'object.persons': 'Cá nhân', 'object.holds': 'Lần tạm dừng xét',
	'object.targets': 'Chỉ tiêu giao', 'object.elements': 'Chỉ tiêu thống kê', 'object.indicators': 'Chỉ tiêu đánh giá', 'object.areas': 'Khâu công tác', 'object.identities': 'Ràng buộc số liệu',
	'object.periods': 'Kỳ báo cáo', 'object.tokens': 'Mã truy cập', 'object.users': 'Người dùng', 'object.pacts': 'Giao ước', 'object.conferences': 'Hội nghị', 'object.practices': 'Cách làm hay',
	'object.exemplars': 'Điển hình', 'object.activities': 'Hoạt động', 'object.tasks': 'Nhiệm vụ', 'object.mottos': 'Khẩu hiệu', 'object.dossiers': 'Hồ sơ tổng kết', 'object.scorecards': 'Phiếu chấm điểm',
	'object.rankings': 'Bảng xếp hạng', 'object.imports': 'Tệp đã nhập', 'object.documents': 'Tài liệu', 'object.regimes': 'Quy định', 'object.holidays': 'Ngày nghỉ', 'object.work-years': 'Năm công tác',
	'object.score-sheets': 'Bảng chấm điểm', 'object.lock-exceptions': 'Cho phép sửa kỳ đã khóa', 'object.award-types': 'Danh hiệu, hình thức', 'object.award-windows': 'Đợt khen thưởng',
};
