// The texts of the screen Cụm in Vietnamese; those that it shares with Chấm điểm are in year_vi.js.
export default {
	'papers': 'Tài liệu', 'papers.none': 'Chưa có tài liệu.', 'papers.drop': 'Thả tệp PDF, JPEG, PNG vào đây hoặc chọn:',
	'cluster.lead': 'Trưởng', 'cluster.deputy': 'Phó', 'cluster.members': '{n} thành viên', 'cluster.steps': 'Các bước của năm',
	'cluster.skipped': 'không làm', 'cluster.next': 'Bước tiếp theo:', 'cluster.over': 'không còn, năm của cụm đã xong.', 'cluster.waits': 'chờ {lead} ({step}).',
	'part.pact': 'Giao ước thi đua', 'part.registrations': 'Đăng ký danh hiệu', 'part.conferences': 'Hội nghị', 'part.practices': 'Cách làm hay', 'part.tasks': 'Nhiệm vụ', 'part.dossier': 'Hồ sơ tổng kết',
	'pact.make': 'Soạn giao ước', 'pact.none': 'Chưa có giao ước.', 'pact.signed': '{signed}/{members} đơn vị đã ký', 'pact.since': 'có hiệu lực từ {date}', 'pact.unsigned': 'Chưa ký: {units}.', 'pact.contents': '{n} nội dung',
	'registrations.none': 'Chưa đơn vị nào đăng ký.', 'registrations.count': '{n} đăng ký', 'conference.make': 'Ghi hội nghị', 'conference.none': 'Chưa có hội nghị.', 'conference.present': '{n} người dự',
	'practice.make': 'Thêm cách làm hay', 'practice.none': 'Chưa có cách làm hay nào được chia sẻ.', 'practice.taken': '{n} đơn vị áp dụng', 'task.make': 'Thêm nhiệm vụ', 'task.none': 'Chưa có nhiệm vụ.', 'task.propose': 'Đề xuất từ chỉ tiêu chưa đạt',
	'task.propose_told': 'Mỗi chỉ tiêu mà một thành viên chưa đạt thành một nhiệm vụ được đề xuất; chỉ tiêu đã có thì thôi.', 'dossier.make': 'Lập hồ sơ', 'dossier.none': 'Chưa có hồ sơ tổng kết.', 'dossier.missing': 'Còn thiếu {n} mục:', 'dossier.whole': 'Đã đủ, có thể hoàn thành.',
	'dossier.write': 'Viết', 'dossier.finish': 'Hoàn thành',
	'f.lead': 'Trưởng năm sau (mã đơn vị)', 'f.deputy': 'Phó năm sau (mã đơn vị)', 'f.signer_name': 'Người ký', 'f.signer_title': 'Chức vụ người ký', 'f.plan': 'Kế hoạch áp dụng', 'f.recognised_on': 'Ngày công nhận', 'f.document': 'Văn bản',
	'f.theme': 'Chủ đề', 'f.plan_no': 'Kế hoạch số', 'f.contents': 'Nội dung thi đua', 'f.kind': 'Loại', 'f.held_on': 'Ngày', 'f.place': 'Nơi họp', 'f.chair_name': 'Chủ trì', 'f.chair_title': 'Chức vụ người chủ trì', 'f.secretary_name': 'Thư ký', 'f.secretary_title': 'Chức vụ thư ký',
	'f.guests': 'Người dự', 'f.summary': 'Tóm tắt', 'f.title': 'Tên', 'f.problem': 'Vướng mắc', 'f.solution': 'Cách làm', 'f.result': 'Kết quả', 'f.since': 'Áp dụng từ', 'f.change': 'Thay đổi', 'f.text': 'Nội dung', 'f.origin': 'Xuất phát từ', 'f.due_on': 'Hạn', 'f.unit': 'Đơn vị',
	'f.number': 'Số văn bản', 'f.recipients': 'Nơi nhận',
	'hint.lead': 'Để trống nếu năm sau đã cử.', 'hint.deputy': 'Để trống nếu năm sau đã cử.', 'hint.contents': 'Mỗi dòng một nội dung.', 'hint.guests': 'Mỗi dòng: họ tên; chức vụ; mã đơn vị (nếu có).', 'hint.recipients': 'Mỗi dòng một nơi nhận.',
};
