import { describe, expect } from 'vitest'
import { scenario, type Actor } from '@lianban/processes/testing'
import { again, concluded, decides, examiner, examines, handedIn, intake, LAND, landForm, passes, todo, works } from './construction.ts'
import { approved, cast, estimated, FOLDER, logged, MONDAY, refusal } from './project.ts'

describe('工程建设项目审批:退回申报单位', () => {
  scenario(
    'the limits of a stage stand still while it lies with its applicant, before and after the acceptance, and go on where they were',
    FOLDER,
    async (s) => {
      const { officer } = cast(s)
      const code = await works(s)
      const form = again(landForm(code))
      const caseId = await officer.submits('land-permit', landForm(code), await handedIn(officer, LAND.papers))
      const promised = async () => (await officer.sees(caseId)).promised
      // 16 workdays from the 2nd of March on.
      expect(await promised()).toMatchObject({ dueDay: '2026-03-24', suspended: null })
      await intake(s, 'gtj').does('Task_Intake', 'return', { opinion: '一次性告知:补充四至' })
      expect(await officer.sees(caseId)).toMatchObject({ lamp: 'suspended', promised: { suspended: '补正整改', tone: 'stopped' } })
      const left = (await promised())!.workdaysLeft
      await s.at('2026-03-06T09:00:00+08:00')
      expect((await promised())!.workdaysLeft).toBe(left)
      await officer.does('Task_Revise', 'resubmit', { form })
      // Four workdays were the applicant's, 3rd to 6th of March.
      expect(await promised()).toMatchObject({ dueDay: '2026-03-30', suspended: null })
      expect(await officer.sees(caseId)).toMatchObject({ lamp: 'normal' })

      await intake(s, 'gtj').does('Task_Intake', 'accept')
      await passes(s, 'gtj', '用地预审与选址意见')
      await passes(s, 'gtj', '建设用地规划许可')
      await examines(s, 'fgw', '立项')
      expect((await promised())!.suspended).toBeNull()
      await decides(s, 'fgw', '立项', 'rectify')
      await s.documents.make(caseId)
      expect((await promised())!.suspended).toBe('补正整改')
      await s.at('2026-04-30T09:00:00+08:00')
      expect((await officer.sees(caseId)).lamp).toBe('suspended')
      await officer.does('Task_Revise', 'resubmit', { form })
      expect((await promised())!.workdaysLeft).toBe(left)
      const told = (await logged(s, `case:${caseId}`)).flatMap(({ action }) => (action.startsWith('clock.') ? [action] : []))
      expect(told).toEqual(['clock.suspended', 'clock.resumed', 'clock.suspended', 'clock.resumed'])
      expect((await officer.timeline(caseId)).map(({ action }) => action)).toEqual(
        expect.arrayContaining(['申报人补正整改,办理期限暂停计算', '补正整改结束,办理期限恢复计算']),
      )
    },
    MONDAY,
    'county',
  )

  scenario(
    'what a stage came back for is handed in anew: it takes the place of what was there, which stays to be looked at',
    FOLDER,
    async (s) => {
      const { officer } = cast(s)
      const code = await works(s)
      const form = again(landForm(code))
      const first = await officer.uploads('四至图.pdf')
      const caseId = await officer.submits('land-permit', landForm(code), { 'site-plan': [first] })
      const [desk, planner] = [intake(s, 'gtj'), examiner(s, 'fgw')]
      const plan = async (actor: Actor) => {
        const { files, earlier } = (await actor.sees(caseId)).materials.find(({ key }) => key === 'site-plan')!
        return { files: files.map(({ name }) => name), earlier: earlier.map(({ name }) => name) }
      }
      // Only with the application, and only what the matter asks for.
      expect((await desk.opens('Task_Intake')).actions.map(({ replacesMaterials }) => replacesMaterials)).toEqual([false, false])
      const own = { 'site-plan': [await desk.uploads()] }
      const returning = { opinion: '一次性告知:四至不清', materials: own }
      await expect(desk.does('Task_Intake', 'return', returning)).rejects.toMatchObject({ code: 'ACTION_INVALID' })
      const [task] = await desk.inbox()
      await desk.completes(task!.taskId, 'return', { opinion: '一次性告知:四至不清' })

      expect((await officer.opens('Task_Revise')).actions).toMatchObject([{ key: 'resubmit', replacesMaterials: true }])
      expect((await officer.timeline(caseId)).map(({ opinion }) => opinion)).toContain('一次性告知:四至不清')
      const taskId = await officer.claims('Task_Revise')
      const handsIn = async (materials: Record<string, string[]>) => officer.completes(taskId, 'resubmit', { form, materials })
      expect(await refusal(handsIn({ 'site-plan': own['site-plan'] }))).toEqual(['FILE_NOT_FOUND'])
      expect(await refusal(handsIn({ elsewhere: [await officer.uploads()] }))).toEqual(['MATERIAL_UNKNOWN'])
      expect(await refusal(handsIn({ 'site-plan': [await officer.uploads('表.docx', 'application/msword')] }))).toEqual(['FILE_FORMAT'])
      expect(await plan(officer)).toEqual({ files: ['四至图.pdf'], earlier: [] })
      await handsIn({ 'site-plan': [await officer.uploads('四至图(第二稿).pdf')], establishment: [await officer.uploads('批复.pdf')] })
      expect(await plan(desk)).toEqual({ files: ['四至图(第二稿).pdf'], earlier: ['四至图.pdf'] })

      await desk.does('Task_Intake', 'accept')
      await passes(s, 'gtj', '用地预审与选址意见')
      await passes(s, 'gtj', '建设用地规划许可')
      await examines(s, 'fgw', '立项')
      await decides(s, 'fgw', '立项', 'rectify')
      await s.documents.make(caseId)
      await officer.does('Task_Revise', 'resubmit', { form, materials: { 'site-plan': [await officer.uploads('四至图(第三稿).pdf')] } })
      // Whoever looks again sees what counts, and may open what it was before: of another organ as well, before he takes the part up.
      expect(await s.cases.openFile(await planner.caller(), first)).toMatchObject({ name: '四至图.pdf' })
      await expect(s.cases.openFile(await examiner(s, 'slj').caller(), first)).rejects.toMatchObject({ code: 'NOT_FOUND' })
      expect(await plan(planner)).toEqual({ files: ['四至图(第三稿).pdf'], earlier: ['四至图.pdf', '四至图(第二稿).pdf'] })
      expect(await s.cases.openFile(await desk.caller(), first)).toMatchObject({ name: '四至图.pdf' })
      expect((await officer.sees(caseId)).materials.find(({ key }) => key === 'establishment')!.files).toHaveLength(1)
      const told = (await logged(s, `case:${caseId}`)).filter(({ action }) => action === 'materials.replaced')
      expect(told.map(({ payload }) => (payload as { replaced: string[] }).replaced.includes(first)).sort()).toEqual([false, true])
    },
    MONDAY,
    'county',
  )

  scenario(
    'what stands in the register is not taken back by moving a case: neither what was returned, nor what an organ has decided',
    FOLDER,
    async (s) => {
      const { officer } = cast(s)
      const code = await works(s)
      const caseId = await officer.submits('land-permit', landForm(code), await handedIn(officer, LAND.papers))
      const desk = intake(s, 'gtj')
      const claimed = await desk.claims('Task_Intake')
      await desk.completes(claimed, 'return', { opinion: '一次性告知:补充四至' })
      // It lies with the applicant from that moment on.
      expect((await s.cases.caseVerbs(await desk.caller(), caseId)).recall).toEqual([])
      const recall = s.cases.recall(await desk.caller(), caseId, { taskId: claimed, reason: '告知有误' })
      await expect(recall).rejects.toMatchObject({ code: 'RECALL_TOO_LATE', message: '“一次性告知补正”已经记入台账,不能撤回' })
      const [task] = await officer.inbox()
      expect((await s.cases.offeredVerbs(await officer.caller(), task!.taskId)).verbs).not.toContain('send-back')

      await officer.does('Task_Revise', 'resubmit', { form: again(landForm(code)) })
      await desk.does('Task_Intake', 'accept')
      await approved(s, 'implementation-plan', estimated(code, '1950000.00'))
      await passes(s, 'gtj', '用地预审与选址意见')
      // A head sends the whole back to its acceptance: what is decided is not decided once more.
      await examines(s, 'fgw', '立项')
      const planner = s.person('fgw-pizhun')
      const part = (await planner.inbox()).find(({ name }) => name === '立项(决定)')!
      await s.cases.claim(await planner.caller(), part.taskId)
      const back = { to: 'Task_Intake', reason: '受理材料有误', mode: 'forward' as const, idempotencyKey: 'back-to-intake' }
      await s.cases.sendBack(await planner.caller(), part.taskId, back)
      await desk.does('Task_Intake', 'accept')
      expect([await todo(s, 'gtj'), await todo(s, 'fgw')]).toEqual([['建设用地规划许可(承办)'], ['立项(承办)']])
      await passes(s, 'gtj', '建设用地规划许可')
      await passes(s, 'fgw', '立项')
      await s.documents.make(caseId)
      const head = s.person('gtj-gcpizhun')
      const [last] = await head.inbox()
      await s.cases.claim(await head.caller(), last!.taskId)
      expect((await s.cases.offeredVerbs(await head.caller(), last!.taskId)).verbs).not.toContain('send-back')
      await concluded(s, caseId, 'gtj')
    },
    MONDAY,
    'county',
  )
})
