// The texts of the screen Chấm điểm in Vietnamese; those that it shares with Cụm are in year_vi.js.
export default {
	'scores.ranked': '{n}/{all} đơn vị được xếp', 'scores.no_ranking': 'Chưa xếp hạng.', 'scores.no_cards': 'Chưa có phiếu chấm điểm: cụm {state}.', 'scores.ranking': 'Bảng xếp hạng', 'scores.open_cards': 'Mở phiếu chấm điểm',
	'scores.open_told': 'Mỗi thành viên có một phiếu theo bảng chấm điểm đã ban hành; các đơn vị chấm chéo vòng tròn.', 'scores.adopt': 'Thông qua các phiếu', 'scores.rank': 'Lập bảng xếp hạng', 'scores.tied': 'Các đơn vị bằng điểm: {units}. Ghi mã đơn vị theo thứ tự đã thống nhất.',
	'scores.moved': 'Số liệu đã đổi sau khi công bố ({n}), thứ tự không đổi', 'scores.order_moved': 'Số liệu đã đổi sau khi công bố ({n}), thứ tự sẽ khác', 'scores.place': 'Hạng', 'scores.card': 'Phiếu', 'scores.bonus': 'Cộng', 'scores.deduction': 'Trừ', 'scores.total': 'Tổng', 'scores.i_check': 'tôi chấm chéo', 'scores.no_card': 'chưa có',
	'card.provisional': 'tạm tính', 'card.checker': 'Chấm chéo: {checker}', 'card.knockouts': 'điểm liệt: {codes}', 'card.objections_over': 'Hết hạn kiến nghị ngày {date}.', 'card.objections_left': 'Còn {n} ngày để kiến nghị, đến hết {date}.', 'card.moved': 'Số liệu đã đổi: {cells}.',
	'card.objections': 'Kiến nghị', 'card.history': 'Quá trình', 'card.criterion': 'Tiêu chí', 'card.max': 'Tối đa', 'card.computed': 'Theo số liệu', 'card.why': 'Lý do, căn cứ', 'card.count': 'Số lần', 'card.points': 'Điểm', 'card.nothing': 'Chưa có gì mới để lưu.',
	'card.proof_kind': 'Loại căn cứ', 'card.proof': 'Căn cứ', 'card.proof_hint': 'Số và ngày văn bản, địa chỉ, hoặc số của báo cáo, sáng kiến, phong trào.', 'card.object_told': 'Mỗi tiêu chí được kiến nghị một lần; ghi tất cả cùng lúc.', 'card.answer': 'Trả lời',
	'f.objections': 'Các kiến nghị', 'hint.objections': 'Mỗi dòng: mã tiêu chí: lý do (ít nhất 10 ký tự). Ví dụ II: Đã có văn bản bổ sung.', 'f.units': 'Thứ tự đơn vị', 'hint.units': 'Mỗi dòng một mã đơn vị.',
};
