import { aProcess } from '@lianban/engine/testing'
import type { FormSchema } from '@lianban/forms'
import { describe, expect, it } from 'vitest'
import { compareFormFields } from './compare-forms.ts'
import { compareModels } from './compare-models.ts'
import { comparePackages } from './compare-packages.ts'
import { changedLines, lineWords } from './compare-texts.ts'
import { templateFiles } from '../templates.ts'

const model = (tasks: Record<string, string>): string => {
  const builder = aProcess('p').startEvent('Start')
  for (const [id, name] of Object.entries(tasks)) builder.userTask(id, { name, 'camunda:candidateGroups': '${organ}:handler' })
  return builder.endEvent('End').toXml()
}

const form = (properties: FormSchema['properties']): FormSchema =>
  ({ type: 'object', 'x-lianban': { version: 1 }, properties }) as FormSchema
const field = (title: string, more: object = {}) =>
  ({
    type: 'string',
    title,
    'x-decorator': 'FormItem',
    'x-component': 'enum' in more ? 'Select' : 'Input',
    ...more,
  }) as FormSchema['properties'][string]

describe('what differs', () => {
  it('between two models: steps come and go, settings change, nothing is said of what is the same', async () => {
    const before = model({ A: '初审', B: '审核' })
    expect(await compareModels(before, before)).toEqual({ elements: { added: [], removed: [], changed: [], moved: [] }, changes: [] })
    const { elements, changes } = await compareModels(before, model({ A: '初步审查', C: '复核' }))
    const words = changes.map(({ text }) => text)
    expect([elements.added.includes('C'), elements.removed.includes('B'), elements.changed.includes('A')]).toEqual([true, true, true])
    expect(words).toEqual(
      expect.arrayContaining(['新增人工环节“复核”', '删除人工环节“审核”', '人工环节“初步审查”的名称由“初审”改为“初步审查”']),
    )
    await expect(compareModels(before, '<no')).rejects.toThrow()
  })

  it('between two forms, field by field', () => {
    const before = form({
      name: field('姓名', { maxLength: 20 }),
      age: field('年龄'),
      kind: field('类别', { enum: [{ label: '甲', value: 'a' }] }),
    })
    const after = form({
      kind: field('类别', {
        enum: [
          { label: '甲', value: 'a' },
          { label: '乙', value: 'b' },
        ],
      }),
      name: field('姓名', { maxLength: 50, required: true, 'x-visible-if': 'kind = "a"' }),
      phone: field('电话'),
    })
    expect(compareFormFields(before, before)).toEqual([])
    expect(compareFormFields(before, after).sort()).toEqual(
      [
        '新增字段“电话”',
        '删除字段“年龄”',
        '字段“姓名”的最大字数由“20”改为“50”',
        '字段“姓名”的必填由(无)改为是',
        '字段“姓名”的联动、校验或者显示设置有变动',
        '字段“类别”的选项由“甲”改为“甲、乙”',
        '字段的顺序有调整',
      ].sort(),
    )
  })

  it('between two texts, by lines', () => {
    expect(changedLines('甲\n乙\n丙', '甲\n丁\n丙\n\n戊')).toEqual({ removed: ['乙'], added: ['丁', '戊'] })
    expect(changedLines('甲', '甲')).toEqual({ removed: [], added: [] })
    expect([lineWords('<p>准予<b>许可</b></p>'), lineWords('<hr class="rule">')]).toEqual(['准予许可', '(版式)'])
  })

  it('between two packages: in sentences without a word of English, also where a file cannot be read', async () => {
    const before = await templateFiles('dispatch')
    const matter = before['matters/matter.json']!
    const after = {
      ...before,
      'matters/matter.json': matter
        .replace('"days": 7', '"days": 6')
        .replace('"label": "派遣"', '"label": "立案派遣"')
        .replace('"site-officer"', '"handler"'),
      'documents/result-notice.html': before['documents/result-notice.html']!.replace('并经核查', '并已核查'),
      'decision.dmn': '<definitions/>',
      'samples/a.png': 'AAAA',
    }
    const { words } = await comparePackages(before, after)
    const said = words.map(({ area, text }) => `${area} ${text}`)
    expect(said).toEqual(
      expect.arrayContaining([
        'matter 承诺时限由“7个工作日”改为“6个工作日”',
        'matter 环节“派遣”的处理方式“派遣”有变动',
        'decision 新增决策表',
        expect.stringMatching(/^document 删去:.*并经核查/),
        expect.stringMatching(/^matter 环节“处置”的办理岗位由/),
      ]),
    )
    expect(words.map(({ name, text }) => name + text).join('')).not.toMatch(/[A-Za-z_]{3}/)
    const broken = await comparePackages(before, { ...before, 'process.bpmn': 'x', 'forms/disposal.json': '{' })
    expect(broken.words).toMatchObject([
      { area: 'form', text: '表单有变动,但无法逐项比较' },
      { area: 'process', text: '流程图有变动,但无法逐项比较' },
    ])
    expect(await comparePackages(before, before)).toEqual({ words: [], elements: {}, models: {} })
  })
})
