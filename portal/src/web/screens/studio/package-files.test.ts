import { expect, test } from 'vitest'
import { decisionFiles, documentKeys, documentName, formName, formsIn, mattersIn, modelFiles, variablesOf } from './package-files.ts'

const json = (value: unknown) => JSON.stringify(value)
const form = (title?: string) => json({ type: 'object', title, 'x-lianban': { version: 1 }, properties: {} })
const matter = {
  ...{ key: 'parking', name: '停车泊位', applicationForm: 'application', steps: [{ name: '踏勘', task: 'Task_Check' }] },
  tasks: { Task_Check: { form: 'check', actions: [{ label: '补正', fields: 'missing' }] } },
}
const files = {
  'manifest.json': json({ key: 'p', matters: [matter] }),
  'process.bpmn': '<definitions/>',
  'fee.dmn': '<definitions/>',
  'forms/application.json': form(),
  'forms/check.json': form(),
  'forms/missing.json': form(),
  'forms/named.json': form('收费通知'),
  'forms/other.json': form(),
  'forms/broken.json': '{',
  'documents/grant.html': '{{! title: 同意决定书 }}\n<p></p>',
  'documents/plain.html': '<p></p>',
  'documents/variables.json': json({
    common: { caseNo: { text: '办件编号' } },
    documents: { grant: { 'decision.number': { text: '文号' } } },
  }),
}

test('a form is called by its title, else by where it is filled in', () => {
  const names = Object.fromEntries(formsIn(files).map((one) => [one.key, formName(files, one)]))
  expect(names).toEqual({ application: '申请表', check: '踏勘表', missing: '补正填写项', named: '收费通知', other: 'other' })
})

test('what of a draft can be read is found, and what cannot is left out', () => {
  expect(modelFiles(files)).toEqual(['process.bpmn'])
  expect(decisionFiles(files)).toEqual(['fee.dmn'])
  expect(documentKeys(files).map((key) => documentName(files[`documents/${key}.html` as keyof typeof files], key))).toEqual([
    '同意决定书',
    'plain',
  ])
  expect(variablesOf(files, 'grant').map(({ path }) => path)).toEqual(['decision.number', 'caseNo'])
  expect(variablesOf({}, 'grant')).toEqual([])
  expect(mattersIn({ 'manifest.json': '{' })).toEqual([])
})
