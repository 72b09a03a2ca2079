// The texts of the administration in Vietnamese.
export default {
	'all': 'Tất cả', 'admin.tab.units': 'Đơn vị', 'admin.tab.persons': 'Con người', 'admin.tab.limits': 'Hạn chế', 'admin.tab.users': 'Người dùng', 'admin.tab.tokens': 'Mã truy cập', 'admin.tab.periods': 'Kỳ báo cáo',
	'admin.tab.unlocks': 'Mở khóa', 'admin.tab.years': 'Năm công tác', 'admin.tab.clusters': 'Cụm, khối', 'admin.tab.imports': 'Tệp đã nhập', 'admin.tab.files': 'Danh mục', 'admin.none_so': 'Không có mục nào như vậy. Bỏ bớt điều kiện tìm.',
	'admin.import': 'Nhập từ tệp', 'admin.open_year': 'Mở năm mới', 'admin.theirs': 'Người khác vừa ghi: {value}. Lưu lần nữa để giữ như đang ghi ở đây.', 'admin.f.q': 'Tìm', 'admin.f.unit': 'Đơn vị (mã)', 'admin.f.unit_name': 'Đơn vị',
	'admin.f.name_vi': 'Tên', 'admin.f.evidence': 'Căn cứ', 'admin.f.reason': 'Lý do', 'admin.f.id': 'Số', 'admin.f.year': 'Năm', 'admin.f.role': 'Vai trò', 'admin.f.expires_at': 'Hết hạn', 'admin.f.revoked_at': 'Thu hồi lúc',
	'admin.f.cluster': 'Mã cụm, khối', 'admin.f.at': 'Lúc', 'admin.tab.targets': 'Chỉ tiêu giao', 'admin.tab.sheets': 'Bảng chấm điểm', 'admin.tab.windows': 'Đợt khen thưởng', 'admin.tab.backups': 'Sao lưu',
};
