import type { ProjectKind } from '@lianban/storage'
import { closedStage, type PermitStanding } from './construction.ts'

/*
 * The life of a project 项目全周期: what it passes, in order, and between which of them each matter works. Browser-safe.
 * Source: domain paper 2.4 (d); 国办发〔2019〕57号, 国令712.
 */

export const STAGES = [
  'entered',
  'proposed',
  'studied',
  'designed',
  'procured',
  'contracted',
  'pre-accepted',
  'tried',
  'accepted',
  'settled',
  'operating',
  'retired',
] as const

export type ProjectStage = (typeof STAGES)[number]

export const STAGE_TEXTS: Record<ProjectStage, string> = {
  entered: '入库',
  proposed: '项目建议书',
  studied: '可行性研究',
  designed: '初步设计和概算',
  procured: '招标采购',
  contracted: '合同签订',
  'pre-accepted': '初步验收',
  tried: '试运行',
  accepted: '竣工验收',
  settled: '竣工财务决算',
  operating: '运行维护',
  retired: '下线',
}

export interface Gate {
  /** Stages at which the matter may be handed in. */
  from: readonly ProjectStage[]
  /** Stage that its approval leads to; absent: it moves nothing. */
  to?: ProjectStage
  /** Only for projects of this kind. */
  kind?: ProjectKind
  /** Stage of the permits that it is, of a construction project; see construction.ts. */
  permits?: string
  /** Works that have not been permitted are not begun. */
  isWork?: true
}

const WORKING: readonly ProjectStage[] = ['contracted', 'pre-accepted', 'tried']
const BEFORE_WORKS: readonly ProjectStage[] = ['entered', 'proposed', 'studied', 'designed', 'procured', 'contracted']

/** Matter → its gate. A matter that is not here is not about a project of the register. */
export const GATES: Readonly<Record<string, Gate>> = {
  'project-proposal': { from: ['entered'], to: 'proposed' },
  'feasibility-study': { from: ['proposed', 'studied'], to: 'studied' },
  'preliminary-design': { from: ['studied'], to: 'designed' },
  'implementation-plan': { from: ['entered'], to: 'designed' },
  'design-adjustment': { from: ['designed', 'procured', ...WORKING] },
  'annual-budget': { from: ['designed', 'procured', ...WORKING, 'accepted'] },
  procurement: { from: ['designed'], to: 'procured' },
  'project-contract': { from: ['procured'], to: 'contracted' },
  'change-order': { from: WORKING },
  'project-progress': { from: WORKING, isWork: true },
  'milestone-acceptance': { from: [...WORKING, 'accepted', 'settled'] },
  'payment-request': { from: [...WORKING, 'accepted', 'settled', 'operating'] },
  'land-permit': { from: BEFORE_WORKS, kind: 'construction', permits: 'land' },
  'works-permit': { from: BEFORE_WORKS, kind: 'construction', permits: 'works' },
  'parallel-lines': { from: BEFORE_WORKS, kind: 'construction', permits: 'lines' },
  'construction-permit': { from: ['contracted'], kind: 'construction', permits: 'permit' },
  'preliminary-acceptance': { from: ['contracted'], to: 'pre-accepted', isWork: true },
  'joint-acceptance': { from: ['pre-accepted'], to: 'accepted', kind: 'construction', permits: 'completion' },
  'trial-run': { from: ['pre-accepted'], to: 'tried', kind: 'informatisation' },
  'final-acceptance': { from: ['tried'], to: 'accepted', kind: 'informatisation' },
  'final-accounts': { from: ['accepted'], to: 'settled' },
  'project-operation': { from: ['settled'], to: 'operating' },
  'post-evaluation': { from: ['operating'] },
  'project-retirement': { from: ['operating'], to: 'retired' },
}

export const stageText = (stage: string): string => STAGE_TEXTS[stage as ProjectStage] ?? stage

/** What gates are judged by. */
export interface ProjectStanding extends PermitStanding {
  kind: ProjectKind
  stage: string
}

/** The life line of a kind of project: works are not tried out, they are jointly accepted. */
export const stagesOf = (kind: ProjectKind): ProjectStage[] => STAGES.filter((stage) => kind === 'informatisation' || stage !== 'tried')

/** Whether a project at `stage` has come to `wanted`, or past it. */
export const hasReached = (stage: string, wanted: string): boolean =>
  STAGES.indexOf(stage as ProjectStage) >= STAGES.indexOf(wanted as ProjectStage)

/** Why the gate is closed, or null where it is open. */
export function closedGate(matterKey: string, project: ProjectStanding): string | null {
  const gate = GATES[matterKey]
  if (!gate) return '本事项不针对项目库中的项目'
  if (gate.kind !== undefined && gate.kind !== project.kind)
    return gate.kind === 'construction' ? '本事项适用于工程建设项目' : '工程建设项目不办理本事项,初步验收后申请竣工联合验收'
  if (gate.from.includes(project.stage as ProjectStage)) return closedByPermits(gate, project)
  const needed = gate.from.map((one) => STAGE_TEXTS[one]).join('、')
  return `项目现处于“${stageText(project.stage)}”阶段,本事项应当在“${needed}”之后办理`
}

function closedByPermits({ permits, isWork }: Gate, project: ProjectStanding): string | null {
  if (permits !== undefined) return closedStage(permits, project)
  if (isWork && project.kind === 'construction' && !project.passed.includes('permit')) return '工程建设项目尚未取得施工许可,不得开工建设'
  return null
}
