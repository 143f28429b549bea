import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readLines, writeLines } from './lines.ts'
import { namesFor, type DocumentVariable } from './variable-names.ts'

const known: DocumentVariable[] = [
  { path: 'applicantName', text: '申请人名称', sample: '甲' },
  { path: 'grant.decidedOn', text: '决定日期,落款', sample: '2026-09-18' },
  { path: 'grant.decidedAt', text: '决定日期', sample: '2026-09-18T10:00:00+08:00' },
]
const TEMPLATE = `{{! title: 同意决定书 }}
{{> head}}
<p>{{applicantName}}：经审查，面积大于100 &lt;平方米&gt;，于{{grant.decidedOnText}}决定。</p>
<table class="facts">
<tr><th>申请人</th><td>{{applicantName}}</td></tr>
<tr><th>编号</th><td class="code">{{caseNo}}</td></tr>
</table>
{{#grant.remark}}
<p>{{grant.remark}}</p>
{{/grant.remark}}
<p>带<b>标记</b>的不拆</p>
{{> signature}}
`

test('paragraphs and rows are plain text in which variables have Chinese names; the rest stays as it is written', () => {
  const lines = readLines(TEMPLATE, namesFor(TEMPLATE, known))
  expect(lines.map(({ kind }) => kind)).toEqual([
    ...['head', 'piece', 'paragraph', 'raw', 'row', 'row', 'raw'],
    ...['begin', 'paragraph', 'end', 'raw', 'piece'],
  ])
  expect(lines[2]).toEqual({ kind: 'paragraph', text: '【申请人名称】：经审查，面积大于100 <平方米>，于【决定日期】决定。' })
  expect(lines[5]).toEqual({ kind: 'row', label: '编号', text: '【caseNo】', isCode: true })
})

test('what is typed comes back escaped, with its variables, and can break nothing', () => {
  const names = namesFor(TEMPLATE, known)
  const written = writeLines([{ kind: 'paragraph', text: '<script>{{x}} 【申请人名称】\n与【没有的】' }], names)
  expect(written).toBe('<p>&lt;script&gt;x {{applicantName}}与【没有的】</p>\n')
})

test('two variables of the same name are told apart', () => {
  const names = namesFor('', known)
  expect([names.nameOf('grant.decidedOnText'), names.nameOf('grant.decidedAtText')]).toEqual(['决定日期', '决定日期2'])
  expect(names.pathOf('决定日期2')).toBe('grant.decidedAtText')
  expect([names.wordsOf('grant.decidedAt'), names.wordsOf('grant.decidedAtTimeText'), names.wordsOf('none')]).toEqual([
    '决定日期',
    '决定日期',
    'none',
  ])
})

const FOLDERS = [
  '../../../../../../processes/packages/c3-licensing/documents',
  '../../../../../../processes/src/studio/templates/dispatch/documents',
]
const real = FOLDERS.flatMap((folder) => {
  const path = fileURLToPath(new URL(folder, import.meta.url))
  return readdirSync(path)
    .filter((name) => name.endsWith('.html'))
    .map((name): [string, string] => [name, readFileSync(`${path}/${name}`, 'utf8')])
})

test.each(real)('every document of the county comes back to the letter: %s', (_, source) => {
  const names = namesFor(source, known)
  expect(writeLines(readLines(source, names), names)).toBe(source.replace(/\n?$/, '\n'))
})
