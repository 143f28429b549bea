import { describe, expect } from 'vitest'
import { projectExperts, projects } from '@lianban/storage'
import { scenario } from '@lianban/processes/testing'
import {
  approved,
  cast,
  entered,
  estimated,
  FOLDER,
  jointlyReviewed,
  logged,
  MONDAY,
  NAME,
  need,
  of,
  opines,
  panel,
  projectNow,
  papers,
  purchased,
  refusal,
  revised,
  reviewed,
  signed,
  signs,
  TECHNICAL,
} from './project.ts'

const REUSE = { register: 'none', resources: 'no', note: '需要新建' }

describe('项目入库', () => {
  scenario(
    'a need that is sent back twice is listed and gets the code that stays with it',
    FOLDER,
    async (s) => {
      const { officer, tech, office, group } = cast(s)
      const caseId = await officer.submits('project-entry', need(), {})
      await tech.does('Task_Reuse', 'return', { opinion: '补充可以复用的资源' })
      await officer.does('Task_Revise', 'resubmit', { form: need({ reuse: '政务云、法人库、地理空间库、公共信息平台' }) })
      await tech.does('Task_Reuse', 'pass', { form: REUSE })
      await office.does('Task_Office', 'return', { opinion: '名称改得具体些' })
      await officer.does('Task_Revise', 'resubmit', { form: need() })
      await tech.does('Task_Reuse', 'pass', { form: REUSE })
      await office.does('Task_Office', 'pass')
      await group.does('Task_Group', 'list', { opinion: '同意' })
      const [notice] = await s.documents.make(caseId)
      expect(notice).toMatchObject({ name: '项目入库通知', number: '三智库〔2026〕1号' })
      const project = (await projects(s.database).ofCase(s.tenantId, caseId))!
      expect(project).toMatchObject({ code: 'XM-320899-2026-00001', name: NAME, organ_id: 'hbj', stage: 'entered' })
      expect(notice!.html).toContain(project.code)
      // The same need is not listed twice.
      expect(await refusal(officer.submits('project-entry', need(), {}))).toEqual(['PROJECT_TWICE'])
    },
    MONDAY,
    'county',
  )

  scenario(
    'what could be reused is merged, what the leading group does not want is not listed, and no list no budget',
    FOLDER,
    async (s) => {
      const { officer, tech, office, group } = cast(s)
      await officer.submits('project-entry', need({ projectName: '环境视频共享平台' }), {})
      await tech.does('Task_Reuse', 'merge', { form: { ...REUSE, register: 'same', resources: 'yes' }, opinion: '并入公安局视频平台' })
      const caseId = await officer.submits('project-entry', need(), {})
      await tech.does('Task_Reuse', 'pass', { form: REUSE })
      await office.does('Task_Office', 'pass')
      await group.does('Task_Group', 'refuse', { opinion: '本年不安排' })
      expect(await officer.sees(caseId)).toMatchObject({ status: 'refused' })
      const budget = { projectCode: 'XM-320899-2026-00001', projectName: NAME, year: 2026, amount: '100.00', source: '县级财政' }
      expect(await refusal(officer.submits('annual-budget', budget, {}))).toEqual(['PROJECT_UNKNOWN'])
    },
    MONDAY,
    'county',
  )
})

describe('项目审批', () => {
  scenario(
    'project over 概算 by 12 % blocked',
    FOLDER,
    async (s) => {
      const { officer, planningHead } = cast(s)
      const code = await entered(s)
      // Stages are not skipped.
      expect(await refusal(officer.submits('preliminary-design', estimated(code, '10000000.00'), {}))).toEqual(['GATE_CLOSED'])
      await approved(s, 'project-proposal', estimated(code, '10000000.00'))
      await approved(s, 'feasibility-study', estimated(code, '10000000.00'))
      // 概算 12 % above the 可研估算: a tenth is allowed. Nothing is handed in, and whoever tries is told what to do.
      await expect(officer.submits('preliminary-design', estimated(code, '11200000.00'), {})).rejects.toMatchObject({
        details: {
          problems: [{ code: 'DESIGN_OVER_ESTIMATE', message: expect.stringMatching(/12\.0%.*重新报送可行性研究报告/) as string }],
        },
      })
      expect(await projectNow(s, code)).toMatchObject({ stage: 'studied' })
      // A new feasibility study opens the way again.
      await approved(s, 'feasibility-study', estimated(code, '11000000.00'))
      const caseId = await approved(s, 'preliminary-design', estimated(code, '11200000.00'))
      expect(await officer.sees(caseId)).toMatchObject({ status: 'granted' })
      expect(await projectNow(s, code)).toMatchObject({ stage: 'designed' })
      const stations = await projects(s.database).stages(s.tenantId, (await projectNow(s, code)).id)
      expect(stations.find(({ stage }) => stage === 'designed')).toMatchObject({
        planned_on: '2026-06-30',
        number: '三发改投资〔2026〕4号',
      })

      // Built, it stays within what was approved: a change that brings its contract to 12 % above the 概算 is refused …
      await purchased(s, code)
      await signed(s, code)
      const change = (amount: string) => ({ contractNo: 'HT-2026-01', aspect: 'price', direction: 'more', amount, reason: '增加监测断面' })
      const asks = (amount: string) => officer.submits('change-order', { ...of(code), ...change(amount) }, {})
      expect(await refusal(asks('10744000.00'))).toEqual(['CONTRACT_OVER_DESIGN'])
      // … until the 发改委, which approved the 概算, has approved another.
      const more = { changeKind: 'scale', content: '增加监测站点二十处,覆盖支流', estimate: '12544000.00', source: '县级财政' }
      const adjusted = await reviewed(s, 'design-adjustment', { ...of(code), ...more })
      expect(await refusal(asks('10744000.00'))).toEqual(['CONTRACT_OVER_DESIGN'])
      await planningHead.does('Task_Decide', 'grant', { opinion: '同意调整' })
      await papers(s, adjusted)
      expect(await officer.sees(await asks('10744000.00'))).toMatchObject({ stepName: '监理意见' })
    },
    MONDAY,
    'county',
  )

  scenario(
    'experts are drawn by lot, none of the applicant, one stands aside and another is drawn, and most of them decide',
    FOLDER,
    async (s) => {
      const { officer, tech, planning, planningHead } = cast(s)
      const code = await entered(s)
      const caseId = await officer.submits('project-proposal', estimated(code, '10000000.00'), {})
      expect(await refusal(officer.submits('project-proposal', estimated(code, '1.00'), {}))).toEqual(['MATTER_UNDER_WAY'])
      await tech.does('Task_Technical', 'return', { opinion: '补充密码应用' })
      await officer.does('Task_Revise', 'resubmit', {
        form: { ...estimated(code, '10000000.00'), projectCode: undefined, projectName: undefined },
      })
      await tech.does('Task_Technical', 'pass', { form: TECHNICAL })
      const drawn = await panel(s)
      expect(drawn).toHaveLength(3)
      const [first, ...rest] = drawn
      // Without a signature by hand there is no opinion.
      await expect(
        first!.does('Task_Expert', 'submit', { form: { interest: 'none', conclusion: 'agree', text: '可行' } }),
      ).rejects.toMatchObject({ code: 'SIGNATURE_REQUIRED' })
      const [task] = await first!.inbox()
      await first!.completes(task!.taskId, 'submit', {
        ...{ form: { interest: 'yes', text: '曾任项目单位顾问' }, signature: await signs(s, first!) },
      })
      const replaced = await panel(s)
      expect(replaced).toHaveLength(3)
      expect(replaced.map(({ userId }) => userId)).not.toContain(first!.userId)
      // Two do not agree: it is to be changed, and a new panel is drawn.
      await opines(s, rest[0]!, 'reject')
      // What one of them says is not in the form of another.
      await rest[1]!.claims('Task_Expert')
      expect((await rest[1]!.opens('Task_Expert')).form!.values).toEqual({})
      await opines(s, rest[1]!, 'amend')
      await opines(
        s,
        replaced.find(({ userId }) => !drawn.some((one) => one.userId === userId))!,
      )
      await officer.does('Task_Revise', 'resubmit', { form: revised({ content: '监测站点四十处和监测应用一套' }) })
      await tech.does('Task_Technical', 'pass', { form: TECHNICAL })
      for (const expert of await panel(s)) await opines(s, expert)
      await jointlyReviewed(s)
      await planningHead.does('Task_Decide', 'return', { opinion: '压缩投资' })
      await officer.does('Task_Revise', 'resubmit', { form: revised({ estimate: '9000000.00' }) })
      await tech.does('Task_Technical', 'pass', { form: TECHNICAL })
      for (const expert of await panel(s)) await opines(s, expert)
      const { finance, security, archive } = cast(s)
      for (const [name, actor] of Object.entries({
        Planning: planning,
        Finance: finance,
        Tech: tech,
        Security: security,
        Archive: archive,
      }))
        await actor.does(`Task_Joint${name}`, 'reply', { form: { conclusion: 'object', text: '资金来源不明确' } })
      await planning.does('Task_Minutes', 'return', {
        form: { heldOn: '2026-03-20', present: '五家', minutes: '会议要求明确资金来源后再报' },
        opinion: '修改',
      })
      await officer.does('Task_Revise', 'resubmit', { form: revised({ performance: '重点水体在线监测全覆盖,县级财政分两年安排' }) })
      await tech.does('Task_Technical', 'pass', { form: TECHNICAL })
      for (const expert of await panel(s)) await opines(s, expert)
      await jointlyReviewed(s)
      await planningHead.does('Task_Decide', 'refuse', { opinion: '不予批准' })
      expect(await officer.sees(caseId)).toMatchObject({ status: 'refused' })
      expect(await projectNow(s, code)).toMatchObject({ stage: 'entered' })
      // Every draw can be drawn again from what the log says.
      const draws = (await logged(s, `case:${caseId}`)).filter(({ action }) => action.startsWith('project.expert'))
      expect(draws.map(({ action }) => action).sort()).toEqual([
        ...[
          'project.expert-stood-aside',
          'project.experts-drawn',
          'project.experts-drawn',
          'project.experts-drawn',
          'project.experts-drawn',
        ],
      ])
      const rows = await projectExperts(s.database).ofCase(s.tenantId, caseId)
      expect(
        rows
          .filter(({ round }) => round === 1)
          .map(({ state }) => state)
          .sort(),
      ).toEqual(['aside', 'done', 'done', 'done'])
    },
    MONDAY,
    'county',
  )

  scenario(
    'a plan of one piece is for small projects only, and what was approved is changed by whoever approved it',
    FOLDER,
    async (s) => {
      const { officer, planningHead } = cast(s)
      const code = await entered(s)
      expect(await refusal(officer.submits('implementation-plan', estimated(code, '2000000.00'), {}))).toEqual(['PLAN_TOO_LARGE'])
      await approved(s, 'implementation-plan', estimated(code, '1950000.00'))
      const change = {
        projectCode: code,
        projectName: NAME,
        changeKind: 'scale',
        content: '增加监测站点二十处,覆盖支流',
        estimate: '2100000.00',
        source: '县级财政',
      }
      const caseId = await reviewed(s, 'design-adjustment', change)
      await planningHead.does('Task_Decide', 'grant', { opinion: '同意调整' })
      await papers(s, caseId)
      expect(await projectNow(s, code)).toMatchObject({ stage: 'designed' })
    },
    MONDAY,
    'county',
  )
})
