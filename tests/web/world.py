"""What each module of tests finds: the cluster of 2021, and months that nothing is wrong with."""
import copy


class World:
    """The cluster of 2021: five offices with their people, and what they have sent."""

    UNITS = ['gialai', 'daklak', 'daknong', 'kontum', 'lamdong']
    CLUSTER = 'vkstc-cum-7-2021'

    def __init__(self, server):
        self.server = server
        self.heads = {unit: server.token(unit, 'head', f'{unit} trưởng') for unit in self.UNITS}
        self.clerk = server.token('gialai', 'clerk', 'Hoa')
        self.rows = [row['element'] for row in server.call(self.clerk, 'GET', '/reports/template?unit=gialai&period=2021-01')['rows']]
        self.months = {}
        for at, unit in enumerate(self.UNITS):
            before = None
            for month in ['2020-12', '2021-01', '2021-02', '2021-03', '2021-04', '2021-05'][:3 if unit == 'kontum' else 6]:
                before = self.months[unit, month] = balanced(server, at + len(self.months), before)
                server.report(self.heads[unit], unit, month, before)

    def copy(self):
        """For tests that go on from here, without a trace for those after them."""
        own = copy.copy(self)
        own.months = dict(self.months)
        return own

    def next_month(self, unit, month, before='2021-05'):
        """Figures that nothing is wrong with."""
        self.months[unit, month] = balanced(self.server, len(self.months), self.months[unit, before])
        return self.months[unit, month]


def balanced(server, seed, before=None):
    """A month that keeps every identity of the catalogue: element -> figure. `before` is the month that it goes on from."""
    ids = server.call(server.admin, 'GET', '/identities?limit=500')['items']
    rows = server.call(server.admin, 'GET', '/reports/template?unit=gialai&period=2021-01')['rows']
    balances = [each for each in ids if each['kind'] == 'balance']
    less = {each['part'] for each in balances if each['sign'] < 0}
    sums = {each['whole'] for each in balances}
    month = {row['element']: (seed * 7 + at * 13) % (8 if row['element'] in less else 60) + (1 if row['element'] in less else 40) for at, row in enumerate(rows)}
    for inspected in ('tb_direct_units', 'thads_insp_units'):
        month[inspected] = 1  # each office once in a year, of all that there are
    for each in ids:
        if each['kind'] == 'carry' and before:
            month[each['whole']] = before[each['part']]
    for _ in range(40):
        for whole in sums:
            month[whole] = sum(each['sign'] * month[each['part']] for each in balances if each['whole'] == whole)
        for each in ids:
            whole, part = each['whole'], each['part']
            if each['kind'] == 'subset' and month[part] > month[whole]:
                if part in sums:
                    month[whole] = month[part] if whole not in sums else month[whole]
                else:
                    month[part] = month[whole] // 2
        for whole in {each['whole'] for each in ids if each['kind'] == 'breakdown'}:
            parts = [each['part'] for each in ids if each['kind'] == 'breakdown' and each['whole'] == whole]
            if sum(month[part] for part in parts) > month[whole]:
                for part in parts:
                    month[part] = month[whole] // (len(parts) + 1)
    return month
