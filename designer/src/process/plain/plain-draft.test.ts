import { describe, expect, it } from 'vitest'
import { packageFile } from '../../../test/models.ts'
import { changePosts, plainMatter, plainProcess, type PlainProcess } from './plain-draft.ts'

const [entry] = (JSON.parse(packageFile('g2-supervision/manifest.json')) as { processes: PlainProcess[] }).processes as [PlainProcess]
const xml = packageFile('g2-supervision/supervision-case.bpmn')

describe('a process that is no matter', () => {
  it('is read and written back as it was', () => {
    expect(plainProcess(plainMatter(entry), entry)).toEqual(entry)
  })

  it('has its candidate groups go with the posts as long as both say the same', async () => {
    const draft = { xml, matter: plainMatter(entry) }
    const one = await changePosts(draft, 'Task_Sign', ['supervisor'])
    expect(one.xml).toContain('id="Task_Sign" name="签收" camunda:candidateGroups="${organ}:organ-leader"')
    expect(plainProcess(one.matter, entry).tasks.Task_Sign!.posts).toEqual(['supervisor'])
    const two = await changePosts(draft, 'Task_Liability', ['disciplinary-auditor', 'supervisor'])
    expect(two.xml).toContain('id="Task_Liability" name="责任认定" camunda:candidateGroups="disciplinary-auditor,supervisor"')
    expect(plainProcess(two.matter, entry).tasks.Task_Liability!.posts).toEqual(['disciplinary-auditor', 'supervisor'])
  })
})
