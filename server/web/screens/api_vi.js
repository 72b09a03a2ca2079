// The texts of the screen API in Vietnamese.
export default {
	'api.told': 'Trang này chỉ dùng API dưới đây; ai cũng thay được nó. Tài liệu đầy đủ:', 'api.search': 'Tìm', 'api.count': '{n} thao tác', 'api.member': 'Trường', 'api.type': 'Kiểu', 'api.meaning': 'Ý nghĩa', 'api.required': 'bắt buộc',
	'api.nobody': 'Không cần mã truy cập', 'api.roles': 'Vai trò: {roles}', 'api.any': 'mọi vai trò', 'api.may': 'bạn dùng được', 'api.may_not': 'không thuộc quyền của bạn', 'api.parameters': 'Tham số', 'api.body': 'Nội dung gửi', 'api.answer': 'Trả lời', 'api.statuses': 'Các mã trả lời',
	'api.send': 'Gửi', 'api.dry': 'Thử, không ghi', 'api.write': 'Ghi thật', 'api.was_dry': 'chỉ thử, chưa ghi gì', 'api.headers': 'Tiêu đề của trả lời', 'api.not_json': 'Nội dung gửi không phải JSON.', 'api.bytes': '{n} byte, {type}', 'api.no_try': 'Thao tác này không thử được ở đây; dùng dòng lệnh dưới.',
};
