import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { FieldProblem } from '../../api/api-error.ts'
import { paths } from '../../api/api.ts'
import type { MatterDetail, MatterMaterial } from '../../api/matters.ts'
import { ProblemSummary } from '../../components/problem-summary.tsx'
import { SchemaView } from '../../components/schema-form.tsx'
import { sizeText } from '../../time.ts'
import { isThere, promisedOf, type ApplicationDraft } from './application-draft.ts'
import { requiredText } from './material-text.ts'
import type { FormStep } from './sections.ts'

interface Props {
  matter: MatterDetail
  steps: FormStep[]
  draft: ApplicationDraft
  problems: FieldProblem[]
  onJump: (problem: FieldProblem) => void
  onGo: (step: number) => void
  /** What is chosen last, below the answers. */
  children?: ReactNode
}

/** Everything once more before it is handed in, each part with the way back to it. */
export function CheckStep({ matter, steps, draft, problems, onJump, onGo, children }: Props) {
  const promised = promisedOf(matter, draft)
  return (
    <>
      <ProblemSummary problems={problems} onJump={onJump} />
      <SchemaView
        schema={matter.form.schema}
        values={draft.values}
        access={matter.access}
        title="填写的内容"
        sectionExtra={({ path, title }) => <ChangeLink title={title} onChange={() => onGo(steps.findIndex(({ key }) => key === path))} />}
      />
      {matter.materials.length > 0 && (
        <section className="card" aria-label="材料">
          <h2>材料</h2>
          <ChangeLink title="材料" onChange={() => onGo(steps.length)} />
          <ul className="plain">
            {matter.materials.map((material) => (
              <li key={material.key} className="guide-material">
                {material.name}
                {(draft.materials[material.key] ?? []).map((file) => (
                  <div key={file.fileId} className="upload-file">
                    <a className="break" href={paths.file(file.fileId)} target="_blank" rel="noreferrer">
                      {file.name}
                    </a>
                    <span className="quiet nowrap">{sizeText(file.size)}</span>
                  </div>
                ))}
                {(draft.reuse?.[material.key] ?? []).map((paper) => (
                  <div key={paper.fileId} className="upload-file">
                    <a className="break" href={paths.file(paper.fileId)} target="_blank" rel="noreferrer">
                      {paper.name}
                    </a>
                    <span className="quiet nowrap">复用已有材料</span>
                  </div>
                ))}
                {!isThere(draft, material.key) && <div className="quiet">{absentText(material, draft, promised)}</div>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {draft.committed && matter.commitment && (
        <section className="card" aria-label="告知承诺">
          <h2>告知承诺</h2>
          <ChangeLink title="告知承诺" onChange={() => onGo(steps.length)} />
          <p>{matter.commitment.text}</p>
          <p className="tone-near">{matter.commitment.consequence}</p>
        </section>
      )}
      {children}
      <p className="quiet gap-above">请核对以上内容。提交后由{matter.organName}审查,受理前不能自行修改;需要补正时会一次告知全部内容。</p>
    </>
  )
}

function ChangeLink({ title, onChange }: { title: string; onChange: () => void }) {
  return (
    <Button type="link" size="small" className="change-link" onClick={onChange} aria-label={`修改${title}`}>
      修改
    </Button>
  )
}

/** Why a material is not there: promised, to follow later, or simply not given. */
function absentText(material: MatterMaterial, { deferred = [] }: ApplicationDraft, promised: string[]): string {
  if (promised.includes(material.key)) return '已由告知承诺代替'
  if (deferred.includes(material.key)) return '申请容缺受理,受理后补交'
  return `未上传(${requiredText(material)})`
}
