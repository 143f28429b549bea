import { describe, expect, it } from 'vitest'
import { packageFile } from '../../../test/models.ts'
import { changePosts, groupWords, plainMatter, plainProcess, type PlainProcess } from './plain-draft.ts'

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

  it('has its candidate groups said in words, as far as they are posts', () => {
    const known = { organs: [{ id: 'czj', name: '财政局' }], posts: [{ key: 'leader', name: '负责人' }] }
    expect(groupWords('leader, czj:leader,${organ}:leader', known)).toBe('负责人、财政局的负责人、承办单位的负责人')
    expect(groupWords('=chosen', known)).toBeNull()
    expect(groupWords('${desk}:leader', known)).toBeNull()
  })
})
