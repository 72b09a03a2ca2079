-- What the heads of a cluster's lead and of its deputy see of their year: every member, with the offices below it. To see is not to act:
-- whose reports they accept is lead_reach.
CREATE VIEW cluster_sight AS
	SELECT l.unit AS head, l.year AS year, b.unit AS unit
	FROM memberships l JOIN clusters c ON c.cluster = l.cluster JOIN memberships m ON m.cluster = l.cluster
	JOIN unit_below b ON b.ancestor = m.unit
	WHERE l.role IN ('lead', 'deputy') AND c.state <> 'handed_over';
