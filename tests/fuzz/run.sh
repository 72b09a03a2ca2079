#!/bin/sh
# Fuzzes a target for a while, from a few small files; what it found useful stays in BUILD/fuzz/NAME.corpus for the next
# time, what breaks it in BUILD/fuzz/NAME-*.
#   run.sh BUILD NAME SECONDS
set -eu
build=$1
name=$2
corpus=$build/fuzz/$name.corpus
mkdir -p "$corpus"

main='http://schemas.openxmlformats.org/spreadsheetml/2006/main'
office='http://schemas.openxmlformats.org/officeDocument/2006/relationships'
rels='http://schemas.openxmlformats.org/package/2006/relationships'
seed() { # FILE TEXT
	printf '%b' "$2" > "$corpus/seed-$1"
}
case $name in
csv)
	seed comma 'element,value,target,final,since\ndt_new_c,95,70.50,true,2020-12-01\n'
	seed semicolon '\0357\0273\0277sep=;\r\nelement;value;target\r\n"a;""b""\nc";1144;70,5\r\n;;\r\n'
	seed title 'BÁO CÁO\n\nElement\tVALUE\nx\t1.144\nTổng cộng\t5\n'
	seed guard "element,since\n'=1+1,31/12/2020\n"
	;;
xlsx)
	# The first byte says which part it is: see xlsx.c.
	seed sheet "\01<worksheet xmlns='$main'><sheetData><row r='2'><c r='B2' t='inlineStr'><is><r><t>a_x000D_\n</t></r><rPh><t>b</t></rPh></is></c><c t='s'><v>1</v></c><c t='b'><v>1</v></c><c t='e'><v>#REF!</v></c><c s='1'><v>44377.5</v></c><c><f>A1</f></c><c><v>1.1000000000000001</v></c><c t='d'><v>2021-06-30T00:00:00</v></c></row></sheetData></worksheet>"
	seed texts "\02<sst xmlns='$main'><si><t>a</t></si><si><r><t xml:space='preserve'> b_x0041_</t></r><rPh sb='0' eb='1'><t>c</t></rPh></si></sst>"
	seed styles "\03<styleSheet xmlns='$main'><numFmts><numFmt numFmtId='170' formatCode='[\$-42A]dd/mm/yyyy\\\\ h:mm;@'/></numFmts><cellXfs><xf numFmtId='0'/><xf numFmtId='170'/></cellXfs></styleSheet>"
	seed workbook "\04<workbook xmlns='$main' xmlns:r='$office'><workbookPr date1904='1'/><sheets><sheet name='a' state='hidden' r:id='rId1'/><sheet name='b' r:id='rId1'/></sheets></workbook>"
	seed relations "\05<Relationships xmlns='$rels'><Relationship Id='rId1' Type='$office/worksheet' Target='../xl/./worksheets/sheet1.xml'/></Relationships>"
	seed package "\06<Relationships xmlns='$rels'><Relationship Id='rId1' Type='$office/officeDocument' Target='/xl/workbook.xml'/></Relationships>"
	;;
template)
	seed values '{{a}} {{b|number|or:x}} {{c|percent}} {{d|long_date}} {{e.a}}\n'
	seed sections '{{#e}}{{a|upper}}{{#a|is:x}}y{{/a|is:x}}{{^a}}z{{/a}}{{/e}}{{^d}}{{>part}}{{/d}}\n'
	;;
esac
"$build/fuzz/$name" -max_total_time="$3" -max_len=65536 -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
	-artifact_prefix="$build/fuzz/$name-" "$corpus"
