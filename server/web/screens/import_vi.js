// What is said while a file goes up, in Vietnamese.
export default {
	'import.file': 'Tệp CSV hoặc Excel (.xlsx)', 'import.choose': 'Chọn tệp để xem trước: chưa có gì được ghi.', 'import.would': 'Nếu ghi', 'import.done': 'Đã ghi', 'import.write': 'Ghi', 'import.line': 'Dòng', 'import.column': 'Cột',
	'import.fault': 'Lỗi', 'import.note': 'Lưu ý', 'import.changes': 'Thay đổi', 'import.created': 'thêm', 'import.updated': 'sửa', 'import.unchanged': 'không đổi', 'import.cleared': 'xóa trống',
	'import.unread': 'Không đọc được tệp, hoặc mất kết nối.',
};
