import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Known, ProcessDraft } from '../../src/process/draft.ts'
import { plainMatter, plainProcess, type PlainProcess } from '../../src/process/plain/plain-draft.ts'
import { elementsById, readXml } from '../../src/process/model/moddle.ts'
import { plainModel } from '../../src/process/model/same-model.ts'
import type {} from './page.ts'
import { foreignModels, packageFile } from '../models.ts'
import { hasChromium, servePage, type ServedPage } from '../../bench/serve-page.ts'

const KNOWN: Known = {
  organs: [{ id: 'scjg', name: '市场监督管理局' }],
  posts: [
    { key: 'handler', name: '承办人' },
    { key: 'reviewer', name: '审核人' },
  ],
  forms: [{ key: 'application', title: '申请表', fields: [{ path: 'area', title: '经营面积', type: 'number' }] }],
  documents: [],
  decisions: [],
}

const SMALL = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="D" targetNamespace="https://lianban.example/t">
<bpmn:process id="small" name="小流程" isExecutable="true">
<bpmn:startEvent id="Start"/><bpmn:userTask id="Task_A" name="审查" camunda:candidateGroups="\${organ}:handler"/>
<bpmn:exclusiveGateway id="G" default="F4"/><bpmn:serviceTask id="Doc" name="文书" camunda:type="external" camunda:topic="render-document"/>
<bpmn:exclusiveGateway id="J"/><bpmn:endEvent id="End"/>
<bpmn:sequenceFlow id="F1" sourceRef="Start" targetRef="Task_A"/><bpmn:sequenceFlow id="F2" sourceRef="Task_A" targetRef="G"/>
<bpmn:sequenceFlow id="F3" sourceRef="G" targetRef="Doc"/><bpmn:sequenceFlow id="F4" sourceRef="G" targetRef="J"/>
<bpmn:sequenceFlow id="F5" sourceRef="Doc" targetRef="J"/><bpmn:sequenceFlow id="F6" sourceRef="J" targetRef="End"/>
</bpmn:process></bpmn:definitions>`

const aDraft = (xml = SMALL): ProcessDraft => ({
  xml,
  matter: {
    applicationForm: 'application',
    limits: { promised: { days: 3, unit: 'workday' }, statutory: { days: 20, unit: 'workday' } },
    steps: [{ name: '审查', task: 'Task_A', phase: 'examination', limit: { days: 3, unit: 'workday' }, special: null }],
    tasks: {
      Task_A: {
        post: 'handler',
        applicationAccess: { '*': 'read' },
        actions: [{ key: 'pass', label: '同意', kind: 'primary', opinion: 'none', set: {}, next: { text: '办结', people: '申请人' } }],
      },
    },
  },
})

describe.skipIf(!hasChromium)('the designers in the browser', { timeout: 120_000 }, () => {
  let served: ServedPage
  beforeAll(async () => {
    served = await servePage()
  }, 120_000)
  afterAll(() => served?.close())

  const opens = async (draft: ProcessDraft, element: string) => {
    await served.page.evaluate(() => window.page.close())
    await served.page.waitForFunction(() => !document.querySelector('.lianban-process, .lianban-decision'))
    await served.page.evaluate((first, known) => window.page.openProcess(first, known), draft, KNOWN)
    await served.page.waitForSelector(`[data-element-id="${element}"]`)
  }
  const draft = () => served.page.evaluate(() => window.page.draft())
  const tasks = async () => Object.keys((await draft()).matter.tasks!).length
  const until = (says: (draft: ProcessDraft) => boolean) =>
    served.page.waitForFunction(`(${says.toString()})(window.page.draft())`, { polling: 50, timeout: 10_000 })
  const view = async (name: string) => {
    await served.page.evaluate(
      (text) => [...document.querySelectorAll<HTMLElement>('.ant-segmented-item-label')].find((one) => one.textContent === text)!.click(),
      name,
    )
  }

  it('keep a real model as it is when it is opened, changed and changed back', async () => {
    const xml = packageFile('c3-licensing/administrative-licence.bpmn')
    await opens(aDraft(xml), 'Task_Review')
    await served.page.click('[data-element-id="Task_Intake"] .djs-hit')
    await served.page.waitForSelector('.lianban-panel input')
    const name = async (text: string) => {
      await served.page.click('.lianban-panel input', { count: 3 })
      await served.page.keyboard.type(text)
      await served.page.keyboard.press('Enter')
    }
    await name('受理审查二')
    await until((one) => one.xml.includes('受理审查二'))
    await name('受理审查')
    await until((one) => !one.xml.includes('受理审查二'))
    const same = { withDiagram: true }
    expect(plainModel(await readXml((await draft()).xml), same)).toEqual(plainModel(await readXml(xml), same))
  })

  it.each(foreignModels())('open a diagram of another modeler and leave it as it is: $path', async ({ xml }) => {
    const [step] = [...elementsById(await readXml(xml)).values()].filter(({ $type }) => /:(user|manual)Task$/i.test($type))
    await opens(aDraft(xml), step!.id)
    await view('流程树')
    await served.page.waitForSelector('.lianban-tree')
    await view('流程图')
    await served.page.waitForSelector(`[data-element-id="${step!.id}"]`)
    expect((await draft()).xml).toBe(xml)
  })

  it('keep what a real model says when something is moved in the diagram', async () => {
    const xml = packageFile('c3-licensing/administrative-licence.bpmn')
    await opens(aDraft(xml), 'Task_Review')
    await served.page.click('[data-element-id="Task_Intake"] .djs-hit')
    await served.page.keyboard.press('ArrowDown')
    await served.page.waitForFunction((before) => window.page.draft().xml !== before, {}, xml)
    const { xml: moved } = await draft()
    expect(plainModel(await readXml(moved))).toEqual(plainModel(await readXml(xml)))
    expect(plainModel(await readXml(moved), { withDiagram: true })).not.toEqual(plainModel(await readXml(xml), { withDiagram: true }))
  })

  it('follow a key that is held down', async () => {
    await opens(aDraft(), 'Task_A')
    await served.page.click('[data-element-id="Task_A"] .djs-hit')
    const x = async () => Number(/bpmnElement="Task_A"[^>]*>\s*<dc:Bounds x="(-?\d+)"/.exec((await draft()).xml)![1])
    await served.page.keyboard.press('ArrowRight')
    await until((one) => one.xml.includes('BPMNShape'))
    const begin = await x()
    const right = await served.page.$eval('[data-element-id="Task_A"] .djs-hit', (hit) => hit.getBoundingClientRect().x)
    for (let times = 0; times < 20; times++) void served.page.keyboard.press('ArrowRight')
    await served.page.waitForFunction(
      (from) => document.querySelector('[data-element-id="Task_A"] .djs-hit')!.getBoundingClientRect().x >= from + 10,
      {},
      right,
    )
    await served.page.keyboard.press('ArrowRight')
    await served.page.waitForFunction(
      (from) => Number(/bpmnElement="Task_A"[^>]*>\s*<dc:Bounds x="(-?\d+)"/.exec(window.page.draft().xml)![1]) === from + 21,
      {},
      begin,
    )
  })

  it('say everything in Chinese: every menu of every element', async () => {
    await opens(aDraft(packageFile('c3-licensing/administrative-licence.bpmn')), 'Task_Review')
    // By diagram-js's own event, so that what is covered or out of sight is opened too.
    for (const id of [
      'Start_Apply',
      'Task_PreCheck',
      'Timer_PreCheck',
      'GW_PreCheck',
      'Flow_PreCheck',
      'Task_DocReceipt',
      'Sub_Advice',
      'End_Received',
      'Catch_Advice',
    ]) {
      const hit = await served.page.waitForSelector(`[data-element-id="${id}"] .djs-hit`)
      await hit!.evaluate((element) => {
        const { x, y, width, height } = element.getBoundingClientRect()
        const event = { bubbles: true, clientX: x + width / 2, clientY: y + height / 2, button: 0 }
        for (const type of ['mousedown', 'mouseup', 'click']) element.dispatchEvent(new MouseEvent(type, event))
      })
      const replace = await served.page.waitForSelector(
        '.djs-context-pad .entry[data-action="replace"], .djs-context-pad .entry[data-action="delete"]',
      )
      if ((await replace!.evaluate((entry) => (entry as HTMLElement).dataset.action)) === 'replace') {
        await replace!.evaluate((entry) => (entry as HTMLElement).click())
        await served.page.waitForSelector('.djs-popup')
        await served.page.keyboard.press('Escape')
      }
    }
    await served.page.click('.djs-minimap .toggle')
    expect(await served.page.evaluate(() => window.page.untranslated())).toEqual([])
    const titles = await served.page.$$eval('.djs-palette .entry', (entries) => entries.map((entry) => entry.getAttribute('title') ?? ''))
    expect(titles.filter((title) => /[A-Za-z]/.test(title))).toEqual([])
    expect(await served.page.$('.bjs-powered-by')).not.toBeNull()
  })

  it('undo model and matter together, in the tree as in the diagram, and keep the focus', async () => {
    await opens(aDraft(), 'Task_A')
    await view('流程树')
    const page = served.page
    await page.waitForSelector('[data-node="Task_A"]')
    await page.focus('[data-node="Task_A"]')
    await page.keyboard.down('Control')
    await page.keyboard.press('c')
    await page.keyboard.press('v')
    await page.keyboard.up('Control')
    await until((one) => Object.keys(one.matter.tasks!).length === 2)
    const pasted = Object.keys((await draft()).matter.tasks!)[1]!
    await page.waitForFunction((id) => (document.activeElement as HTMLElement).dataset.node === id, {}, pasted)
    expect((await draft()).xml).toContain(`stepLimits.${pasted}`)
    expect((await draft()).matter.steps!.map(({ task }) => task)).toEqual(['Task_A', pasted])

    await page.keyboard.press('Delete')
    await until((one) => Object.keys(one.matter.tasks!).length === 1)
    await page.waitForFunction(() => (document.activeElement as HTMLElement).dataset.node === 'Task_A')
    const key = async (letter: 'z' | 'y') => {
      await page.keyboard.down('Control')
      await page.keyboard.press(letter)
      await page.keyboard.up('Control')
    }
    await key('z')
    await until((one) => Object.keys(one.matter.tasks!).length === 2)
    await key('z')
    await until((one) => Object.keys(one.matter.tasks!).length === 1)
    expect((await draft()).xml).toBe(SMALL)
    await key('y')
    await until((one) => Object.keys(one.matter.tasks!).length === 2)

    await view('流程图')
    await page.waitForSelector(`[data-element-id="${pasted}"]`)
    await page.click(`[data-element-id="${pasted}"] .djs-hit`)
    await page.keyboard.press('Delete')
    await until((one) => Object.keys(one.matter.tasks!).length === 1)
    await key('z')
    await until((one) => Object.keys(one.matter.tasks!).length === 2)
    expect(await tasks()).toBe(2)
  })

  it('give a step that is appended in the diagram its entry, and let its name be typed at once', async () => {
    await opens(aDraft(), 'Task_A')
    const page = served.page
    await page.click('[data-element-id="Task_A"] .djs-hit')
    await page.click('.djs-context-pad .entry[data-action="append.user-task"]')
    await until((one) => Object.keys(one.matter.tasks!).length === 2)
    await page.waitForSelector('.djs-direct-editing-content')
    await page.keyboard.type('复核')
    await page.keyboard.press('Enter')
    await until((one) => one.matter.steps!.length === 2 && one.matter.steps![1]!.name.includes('复核'))
    const { xml, matter } = await draft()
    const { task } = matter.steps![1]!
    expect(xml).toContain(`camunda:dueDate="=workdays(stepLimits.${task})"`)
    expect(matter.tasks![task]).toMatchObject({ post: 'handler', applicationAccess: { '*': 'read' } })
  })

  it('say while typing that the steps take longer than promised', async () => {
    await opens(aDraft(), 'Task_A')
    await served.page.click('[data-element-id="Task_A"] .djs-hit')
    const input = await served.page.waitForSelector('.lianban-sentence input[aria-label="时限"]')
    await input!.click({ count: 3 })
    await served.page.keyboard.type('4')
    await served.page.waitForFunction(() =>
      document.querySelector('.lianban-sentence [role=alert]')?.textContent?.includes('超过承诺时限 3个工作日'),
    )
    expect((await draft()).matter.steps![0]!.limit).toEqual({ days: 3, unit: 'workday' })
  })

  it('edit a process that is no matter by what the engine reads of it', async () => {
    const page = served.page
    const [entry] = (JSON.parse(packageFile('g2-supervision/manifest.json')) as { processes: PlainProcess[] }).processes
    await opens({ xml: packageFile('g2-supervision/supervision-case.bpmn'), matter: plainMatter(entry!) }, 'Task_Verify')
    const type = async (field: string, text: string) => {
      const id = await page.waitForFunction(
        (label) => [...document.querySelectorAll('.lianban-panel label')].find((one) => one.textContent === label)?.getAttribute('for'),
        {},
        field,
      )
      await page.$eval(`[id="${String(await id.jsonValue())}"]`, (input) => {
        ;(input as HTMLInputElement).focus()
        ;(input as HTMLInputElement).select()
      })
      await page.keyboard.type(text)
      await page.keyboard.press('Tab')
    }
    await page.click('[data-element-id="Task_Verify"] .djs-hit')
    await type('可以签收的岗位', 'disciplinary-auditor,organ-leader')
    await until((one) => one.xml.includes('camunda:candidateGroups="disciplinary-auditor,organ-leader"'))
    await type('优先级', '80')
    await until((one) => one.xml.includes('camunda:priority="80"'))
    await page.evaluate(() => {
      const header = [...document.querySelectorAll<HTMLElement>('.lianban-panel .ant-collapse-header')]
      header.find((one) => one.textContent === '输入和输出')!.click()
    })
    await type('输入变量', 'deadline = =today()')
    await until((one) => one.xml.includes('<camunda:inputParameter name="deadline">=today()</camunda:inputParameter>'))
    expect(plainProcess((await draft()).matter, entry!)).toEqual(entry)
    await page.click('[aria-label="撤销"]')
    await until((one) => !one.xml.includes('deadline') && one.xml.includes('camunda:priority="80"'))
  })

  it('edit a decision table in Chinese', async () => {
    const xml = readFileSync(fileURLToPath(new URL('../../../engine/src/decision/fixtures/risk-level.dmn', import.meta.url)), 'utf8')
    const page = served.page
    await page.evaluate((first) => window.page.openDecision(first), xml)
    await page.waitForSelector('.dmn-decision-table-container')
    await page.evaluate(() => document.querySelector<HTMLElement>('.add-rule')!.click())
    await page.waitForFunction((before) => window.page.decision() !== before, {}, xml)
    expect((await page.evaluate(() => window.page.decision())).match(/<rule /g)!.length).toBe(xml.match(/<rule /g)!.length + 1)
    for (const view of ['决策关系图', '风险等级']) {
      await page.evaluate(
        (text) => [...document.querySelectorAll<HTMLElement>('.ant-segmented-item-label')].find((one) => one.textContent === text)!.click(),
        view,
      )
      await page.waitForFunction((text) => document.querySelector('.ant-segmented-item-selected')?.textContent === text, {}, view)
    }
    expect(await page.evaluate(() => window.page.untranslated())).toEqual([])
    expect(await page.$('.bjs-powered-by, .powered-by')).not.toBeNull()
  })

  it('need nothing that a strict policy refuses, and complain of nothing', () => {
    expect(served.said.filter((text) => !text.includes('ContextPad#getPad is deprecated'))).toEqual([])
  })
})
