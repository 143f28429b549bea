import { describe, expect, it } from 'vitest'
import { readXml, writeXml } from '../src/process/model/moddle.ts'
import { plainModel } from '../src/process/model/same-model.ts'
import { readTree } from '../src/process/tree/read-tree.ts'
import { writeTree } from '../src/process/tree/write-tree.ts'
import { allModels, packageFile } from './models.ts'

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

  it('is only looked at as a tree where it leads back, and says which element does', async () => {
    const tree = readTree(await readXml(packageFile('c3-licensing/administrative-licence.bpmn')))!
    expect(tree.reasons.map(({ text }) => text)).toContain('「预审超时」的连线转到「受理审查」,跳出了所在的分支')
    expect(tree.reasons.some(({ elementId }) => elementId === 'Flow_AuditReturn')).toBe(true)
  })
})
