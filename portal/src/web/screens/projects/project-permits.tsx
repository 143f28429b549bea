import type { PermitPart, PermitStage, ProjectDetail } from '../../api/projects.ts'
import { dayOf } from '../../time.ts'

const STAGE_TEXTS: Record<PermitStage['state'], string> = { ahead: '未办理', open: '办理中', passed: '已办结', none: '不需要办理' }
const STAGE_SIGNS: Record<PermitStage['state'], string> = { ahead: '○', open: '◐', passed: '✓', none: '–' }
const PART_TEXTS: Record<PermitPart['state'], string> = {
  ahead: '未办理',
  planned: '待办理',
  reused: '使用区域评估成果',
  open: '审查中',
  passed: '已通过',
  rectify: '待整改',
  refused: '不予同意',
}

/** The stages of a construction project with what each organ has decided, and the time that it took. */
export function ProjectPermits({ permits: { stages, time } }: { permits: NonNullable<ProjectDetail['permits']> }) {
  return (
    <section className="card" aria-label="工程建设项目审批">
      <h2>工程建设项目审批</h2>
      <p className="quiet gap-below">
        审批用时 <strong className={time.used > time.limit ? 'life-late' : undefined}>{time.used} 个工作日</strong>(全流程不超过{' '}
        {time.limit} 个工作日);申请人补正和整改 {time.applicant} 个工作日,不计入审批用时
      </p>
      <ol className="plain permit-stages" data-testid="permit-stages">
        {stages.map((stage) => (
          <li key={stage.stage} className={`life-${stage.state}`}>
            <div className="life-head">
              <span aria-hidden="true">{STAGE_SIGNS[stage.state]}</span> {stage.name}
            </div>
            <div className="quiet">
              {stage.leadName}牵头 · {STAGE_TEXTS[stage.state]}
              {stage.state === 'passed' && stage.passedAt !== null && ` · ${dayOf(stage.passedAt)}`}
              {stage.number && ` · ${stage.number}`}
            </div>
            {stage.parts.length > 0 && (
              <ul className="permit-parts">
                {stage.parts.map((part) => (
                  <li key={part.part}>
                    {part.name} <span className="quiet">{part.organName}</span>
                    <div className={part.state === 'refused' || part.state === 'rectify' ? 'life-late' : 'quiet'}>
                      {PART_TEXTS[part.state]}
                      {part.decidedAt !== null && ` · ${dayOf(part.decidedAt)}`}
                      {part.number && ` · ${part.number}`}
                    </div>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
