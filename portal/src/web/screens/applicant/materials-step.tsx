import type { FieldProblem } from '../../api/api-error.ts'
import type { MatterDetail } from '../../api/matters.ts'
import { ProblemSummary } from '../../components/problem-summary.tsx'
import type { Draft } from '../../hooks/use-draft.ts'
import { materialOf, problemByMaterial, type ApplicationDraft } from './application-draft.ts'
import { UploadField } from './upload-field.tsx'

interface Props {
  matter: MatterDetail
  draft: Draft<ApplicationDraft>
  problems: FieldProblem[]
}

/** Every material of the matter, to be uploaded once. */
export function MaterialsStep({ matter, draft, problems }: Props) {
  const given = draft.value.materials
  // A problem is over as soon as something was done about it.
  const open = problems.filter(({ path, code }) => {
    const key = materialOf(path)
    return key !== null && !(code === 'REQUIRED' && given[key]?.length)
  })
  const byMaterial = problemByMaterial(open)
  const change = (key: string, files: (now: NonNullable<(typeof given)[string]>) => NonNullable<(typeof given)[string]>) =>
    draft.update((now) => ({ ...now, materials: { ...now.materials, [key]: files(now.materials[key] ?? []) } }))
  return (
    <>
      <ProblemSummary problems={open} onJump={({ path }) => document.getElementById(`material-${materialOf(path)}`)?.focus()} />
      <section className="card" aria-label="上传材料">
        <h2>上传材料</h2>
        <p className="quiet">可以用手机拍照上传,请保证文字清晰、四角完整。</p>
        {matter.materials.map((material) => (
          <UploadField
            key={material.key}
            material={material}
            files={given[material.key] ?? []}
            problem={byMaterial[material.key]}
            onAdd={(file) => change(material.key, (files) => [...files, file])}
            onRemove={(fileId) => change(material.key, (files) => files.filter((file) => file.fileId !== fileId))}
          />
        ))}
      </section>
    </>
  )
}
