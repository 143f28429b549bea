import type { FieldProblem } from '../../api/api-error.ts'
import type { UploadedFile } from '../../api/cases.ts'
import type { MatterDetail, ReusablePaper } from '../../api/matters.ts'
import { ProblemSummary } from '../../components/problem-summary.tsx'
import type { Draft } from '../../drafts/use-draft.ts'
import { isThere, materialOf, problemByMaterial, promisedOf, type ApplicationDraft } from './application-draft.ts'
import { CommitmentSection } from './commitment-section.tsx'
import { SampleLink } from '../guide/guide-parts.tsx'
import { MaterialOffers } from './material-offers.tsx'
import { UploadField } from './upload-field.tsx'

interface Props {
  matter: MatterDetail
  draft: Draft<ApplicationDraft>
  problems: FieldProblem[]
  /** Papers that the county has already. */
  offers: ReusablePaper[]
}

/** Every material of the matter: used again where the county has it, else uploaded once; promised or brought later where the matter allows it. */
export function MaterialsStep({ matter, draft, problems, offers }: Props) {
  const { materials, reuse = {}, deferred = [], committed = false } = draft.value
  const promised = promisedOf(matter, draft.value)
  // A problem is over as soon as something was done about it.
  const open = problems.filter(({ path, code }) => {
    const key = materialOf(path)
    if (path === 'commitment') return committed
    return key !== null && !(code === 'REQUIRED' && (isThere(draft.value, key) || deferred.includes(key) || promised.includes(key)))
  })
  const byMaterial = problemByMaterial(open)
  const change = (key: string, files: (now: UploadedFile[]) => UploadedFile[]) =>
    draft.update((now) => ({ ...now, materials: { ...now.materials, [key]: files(now.materials[key] ?? []) } }))
  const changeReuse = (key: string, papers: (now: ReusablePaper[]) => ReusablePaper[]) =>
    draft.update((now) => ({ ...now, reuse: { ...now.reuse, [key]: papers(now.reuse?.[key] ?? []) } }))
  const defer = (key: string, on: boolean) =>
    draft.update((now) => ({ ...now, deferred: [...(now.deferred ?? []).filter((other) => other !== key), ...(on ? [key] : [])] }))
  const jump = ({ path }: FieldProblem) =>
    document.getElementById(path === 'commitment' ? 'commitment' : `material-${materialOf(path)}`)?.focus()
  return (
    <>
      <ProblemSummary problems={open} onJump={jump} />
      <CommitmentSection
        matter={matter}
        committed={committed}
        problem={open.find(({ path }) => path === 'commitment')?.message}
        onChange={(on) => draft.update((now) => ({ ...now, committed: on }))}
      />
      <section className="card" aria-label="上传材料">
        <h2>上传材料</h2>
        <p className="quiet">可以用手机拍照上传,请保证文字清晰、四角完整。以前提交过的材料可以直接复用。</p>
        {matter.materials.map((material) => (
          <UploadField
            key={material.key}
            material={material}
            files={materials[material.key] ?? []}
            problem={byMaterial[material.key]}
            phone={{ kind: 'matter', about: matter.key }}
            onAdd={(file) => change(material.key, (files) => [...files, file])}
            onRemove={(fileId) => change(material.key, (files) => files.filter((file) => file.fileId !== fileId))}
          >
            {material.sample && <SampleLink matterKey={matter.key} name={material.sample} />}
            <MaterialOffers
              material={material}
              offers={offers.filter(({ materialKey }) => materialKey === material.key)}
              used={reuse[material.key] ?? []}
              onUse={(paper) => changeReuse(material.key, (papers) => [...papers, paper])}
              onDrop={(fileId) => changeReuse(material.key, (papers) => papers.filter((paper) => paper.fileId !== fileId))}
              isThere={isThere(draft.value, material.key)}
              deferred={deferred.includes(material.key)}
              onDefer={(on) => defer(material.key, on)}
              promised={promised.includes(material.key)}
            />
          </UploadField>
        ))}
      </section>
    </>
  )
}
