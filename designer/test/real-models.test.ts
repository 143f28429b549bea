import { describe, expect, it } from 'vitest'
import { editModel } from '../src/process/edit-draft.ts'
import { elementsById, readXml, writeXml } from '../src/process/model/moddle.ts'
import { plainModel } from '../src/process/model/same-model.ts'
import { Jumps } from '../src/process/tree/jumps.ts'
import { readTree } from '../src/process/tree/read-tree.ts'
import { itemsIn, scopesIn } from '../src/process/tree/tree.ts'
import { writeTree } from '../src/process/tree/write-tree.ts'
import { allModels, foreignModels, packageFile } from './models.ts'

describe('every model of the house', () => {
  it.each(allModels())('is opened, saved and stays the same: $path', async ({ xml }) => {
    const opened = await readXml(xml)
    const again = await readXml(await writeXml(opened))
    expect(plainModel(again, { withDiagram: true })).toEqual(plainModel(opened, { withDiagram: true }))
  })

  it.each(allModels())('is the same after it was a tree: $path', async ({ xml }) => {
    const definitions = await readXml(xml)
    const tree = readTree(definitions)
    if (!tree) return
    expect(writeTree(tree)).toBe(false)
    expect(plainModel(await readXml(await writeXml(definitions)))).toEqual(plainModel(await readXml(xml)))
  })

  it.each(allModels().filter(({ path }) => path.startsWith('processes/')))('of the county is edited as a tree: $path', async ({ xml }) => {
    expect(readTree(await readXml(xml))!.reasons).toEqual([])
  })

  it('has its ways back in the tree, within the same stretch only', async () => {
    const tree = readTree(await readXml(packageFile('c3-licensing/administrative-licence.bpmn')))!
    const jumps = scopesIn(tree.scope).flatMap((scope) => new Jumps(scope).jumps)
    const words = jumps.map(({ edge, isBack }) => `${edge.flow!.id} ${isBack ? '回到' : '转到'} ${edge.jump}`)
    expect(words).toContain('Flow_AuditReturn 回到 Task_Review')
    expect(words).toContain('Flow_PreCheckSilent 转到 Task_Intake')

    // From one of the procedures that go on at the same time to what is before them all.
    const whole = scopesIn(tree.scope).find(({ element }) => element.id === 'Sub_Examine')!
    const branch = [...itemsIn(whole)].find(({ id }) => id === 'GW_Branch')!.branches[0]!
    expect(new Jumps(whole).refusal(branch.edge, 'Task_Review')).toBe('在同时进行的另一段')
  })
})

describe('a diagram that another modeler has exported', () => {
  it.each(foreignModels())('is opened, saved and stays the same, its own extensions too: $path', async ({ xml }) => {
    const opened = await readXml(xml)
    const saved = await writeXml(opened)
    expect(plainModel(await readXml(saved), { withDiagram: true })).toEqual(plainModel(opened, { withDiagram: true }))
    // What we do not know is written again: every name of another's namespace, as often as it was there.
    expect(foreignNames(saved)).toEqual(foreignNames(xml))
  })

  it.each(foreignModels())('keeps all of it when one of its steps is renamed: $path', async ({ xml }) => {
    const [step] = [...elementsById(await readXml(xml)).values()].filter(({ $type }) => /:(user|manual)Task$/i.test($type))
    const { xml: changed } = await editModel({ xml, matter: {} }, (elements) => void elements.get(step!.id)!.set('name', '改名'))
    const [before, after] = await Promise.all([readXml(xml), readXml(changed)])
    elementsById(after).get(step!.id)!.set('name', step!.name)
    expect(plainModel(after, { withDiagram: true })).toEqual(plainModel(before, { withDiagram: true }))
    expect(foreignNames(changed)).toEqual(foreignNames(xml))
  })
})

const OURS = new Set(['xml', 'xmlns', 'xsi', 'bpmn', 'bpmndi', 'dc', 'di', 'omgdc', 'omgdi', 'camunda'])

/** Elements and attributes of namespaces that BPMN does not know, sorted. */
const foreignNames = (xml: string): string[] =>
  [...xml.matchAll(/(?:<|\s)([a-z]\w*):([A-Za-z][\w-]*)(?=[\s=/>])/g)]
    .flatMap(([, prefix, name]) => (OURS.has(prefix!) ? [] : [`${prefix}:${name}`]))
    .sort()
