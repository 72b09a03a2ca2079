"""What is wrong with a page whoever looks at it: judged after each test, on the screen where it ended, and at 390 pixels."""
import re

# Of text below 4.5:1, controls without a name, ids twice, what Tab does not reach, what lies on another in the header, what sticks out sideways.
LOOK = r'''
const faults = [];
const shown = (node) => node.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) && node.getClientRects().length > 0;
const where = (node) => `${node.tagName.toLowerCase()}${node.id ? '#' + node.id : ''}.${node.className?.baseVal ?? node.className} “${(node.textContent || '').trim().slice(0, 40)}”`;
const ids = new Map();
for (const node of document.querySelectorAll('[id]')) ids.set(node.id, (ids.get(node.id) || 0) + 1);
for (const [id, count] of ids) if (count > 1) faults.push(`id ${id} ${count} times`);
const controls = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter(shown);
for (const node of controls) {
	const labelled = (node.getAttribute('aria-labelledby') || '').split(' ').map((id) => document.getElementById(id)?.textContent).join('');
	const name = node.getAttribute('aria-label') || labelled || [...(node.labels || [])].map((label) => label.textContent).join('') || (node.matches('select, input, textarea') ? '' : node.textContent) || node.title;
	if (!name.trim()) faults.push(`no name: ${where(node)}`);
	const roving = node.closest('table')?.querySelector('td button[tabindex="0"]');
	if (node.tabIndex < 0 && !roving) faults.push(`Tab does not reach ${where(node)}`);
}
for (const node of document.querySelectorAll('[aria-describedby]'))
	for (const id of node.getAttribute('aria-describedby').split(' ')) if (!document.getElementById(id)) faults.push(`described by nothing: ${where(node)}`);
const boxes = controls.filter((node) => node.closest('#top')).map((node) => [node, node.getBoundingClientRect()]);
for (const [node, a] of boxes)
	for (const [other, b] of boxes)
		if (node !== other && !node.contains(other) && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) faults.push(`${where(node)} lies on ${where(other)}`);
const numbers = (color) => color.match(/[\d.]+/g).map(Number);
const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
function ground(node) {
	for (let at = node; at; at = at.parentElement) {
		const color = numbers(getComputedStyle(at).backgroundColor);
		if (color.length === 3 || color[3] === 1) return color;
	}
	return [255, 255, 255];
}
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const seen = new Set();
for (let text = walker.nextNode(); text; text = walker.nextNode()) {
	const node = text.parentElement;
	if (!text.data.trim() || seen.has(node) || !shown(node) || node.closest('svg, .hidden')) continue;
	seen.add(node);
	const [a, b] = [light(numbers(getComputedStyle(node).color)), light(ground(node))].sort((x, y) => y - x);
	const ratio = (a + 0.05) / (b + 0.05);
	if (ratio < 4.5) faults.push(`contrast ${ratio.toFixed(2)}: ${where(node)}`);
	if (parseFloat(getComputedStyle(node).fontSize) < 13) faults.push(`small text: ${where(node)}`);
}
for (const node of document.querySelectorAll('svg rect, svg line')) {
	if (!shown(node) || node.classList.contains('rail')) continue;
	const style = getComputedStyle(node);
	const [a, b] = [light(numbers(style.fill === 'none' || node.tagName === 'line' ? style.stroke : style.fill)), light(ground(node))].sort((x, y) => y - x);
	if ((a + 0.05) / (b + 0.05) < 3) faults.push(`mark below 3:1: ${where(node)} ${node.parentNode.getAttribute('class')}`);
}
if (document.documentElement.scrollWidth > innerWidth) faults.push(`sideways: ${document.documentElement.scrollWidth} of ${innerWidth}`);
return faults;
'''


def contract(document, calls):
    """Calls that the document does not have."""
    faults = []
    for call in calls:
        path, _, query = call['url'][call['url'].index('/api/v1'):].partition('?')
        fits = [methods for template, methods in document['paths'].items()
                if re.fullmatch(re.sub(r'\{[^}]+\}', '[^/]+', template), path) and call['method'].lower() in methods]
        if not fits:
            faults.append(f"{call['method']} {path} is not in the contract")
            continue
        names = set()
        for methods in fits:
            for parameter in methods[call['method'].lower()].get('parameters', []) + methods.get('parameters', []):
                while '$ref' in parameter:
                    node = document
                    for step in parameter['$ref'][2:].split('/'):
                        node = node[step.replace('~1', '/').replace('~0', '~')]
                    parameter = node
                names.add(parameter['name'])
        for part in filter(None, query.split('&')):
            if part.split('=')[0] not in names:
                faults.append(f"{call['method']} {path} has no parameter {part.split('=')[0]}")
    return faults


def judge(browser, document):
    """A list of (what was judged, faults)."""
    browser.listen()
    bad = [line['message'] for line in browser.console if line['level'] == 'SEVERE' and line['source'] in ('security', 'javascript')]
    elsewhere = [call['url'] for call in browser.requests if not call['url'].startswith((browser.server.url, 'data:', 'blob:', 'chrome'))]
    judged = [('console', bad), ('requests elsewhere', elsewhere), ('calls', contract(document, browser.calls())), ('page', browser.js(LOOK))]
    browser.size(390, 844)
    judged.append(('page at 390', browser.js(LOOK)))
    browser.size(1280, 800)
    browser.console.clear()
    return judged
