// What is done, and with what, in Vietnamese.
export default {
	'did.create': 'lập', 'did.replace': 'sửa', 'did.import': 'nhập từ tệp', 'did.set': 'đặt', 'did.add': 'thêm', 'did.remove': 'bỏ', 'did.renew': 'gia hạn',
	'did.attach': 'đính kèm', 'did.undo': 'hoàn tác', 'did.merge': 'gộp', 'did.put': 'ghi điểm', 'did.end': 'kết thúc', 'did.step': 'lùi một bước',
	'did.rule': 'quyết định về kế thừa', 'did.revise': 'yêu cầu sửa', 'did.request': 'yêu cầu bổ sung', 'did.lift': 'bỏ hạn chế', 'did.hand': 'bàn giao',
	'did.exclude': 'loại khỏi xét', 'did.change': 'đổi mật khẩu', 'did.carry': 'chuyển sang năm sau', 'did.create_session': 'đăng nhập',
	'object.session': 'Phiên làm việc', 'object.reports': 'Báo cáo', 'object.units': 'Đơn vị', 'object.clusters': 'Cụm', 'object.awards': 'Hồ sơ khen thưởng',
	'object.ballots': 'Cuộc bỏ phiếu', 'object.decisions': 'Quyết định', 'object.movements': 'Phong trào', 'object.initiatives': 'Sáng kiến', 'object.persons': 'Cá nhân',
	'object.holds': 'Lần tạm dừng xét', 'object.targets': 'Chỉ tiêu giao', 'object.elements': 'Chỉ tiêu thống kê', 'object.indicators': 'Chỉ tiêu đánh giá',
	'object.areas': 'Khâu công tác', 'object.identities': 'Ràng buộc số liệu', 'object.periods': 'Kỳ báo cáo', 'object.tokens': 'Mã truy cập', 'object.users': 'Người dùng',
	'object.pacts': 'Giao ước', 'object.conferences': 'Hội nghị', 'object.practices': 'Cách làm hay', 'object.exemplars': 'Điển hình', 'object.activities': 'Hoạt động',
	'object.tasks': 'Nhiệm vụ', 'object.mottos': 'Khẩu hiệu', 'object.dossiers': 'Hồ sơ tổng kết', 'object.scorecards': 'Phiếu chấm điểm', 'object.rankings': 'Bảng xếp hạng',
	'object.imports': 'Tệp đã nhập', 'object.documents': 'Tài liệu', 'object.regimes': 'Quy định', 'object.holidays': 'Ngày nghỉ', 'object.work-years': 'Năm công tác',
	'object.score-sheets': 'Bảng chấm điểm', 'object.lock-exceptions': 'Cho phép sửa kỳ đã khóa', 'object.award-types': 'Danh hiệu, hình thức',
	'object.award-windows': 'Đợt khen thưởng', 'object.participants': 'đơn vị tham gia', 'object.members': 'thành viên', 'object.signatures': 'chữ ký',
	'object.adoptions': 'đơn vị áp dụng', 'object.contributions': 'đóng góp', 'object.cells': 'tiêu chí', 'object.lineage': 'kế thừa', 'object.sessions': 'phiên làm việc',
	'object.password': 'mật khẩu', 'object.disciplines': 'kỷ luật', 'object.exclusions': 'hạn chế', 'object.lines': 'dòng', 'object.criteria': 'tiêu chí',
};
