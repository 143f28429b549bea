import type { FieldProblem } from '../../api/api-error.ts'
import type { CaseMaterial, UploadedFile } from '../../api/cases.ts'
import { problemByMaterial } from '../applicant/application-draft.ts'
import { UploadField } from '../applicant/upload-field.tsx'

interface Props {
  materials: CaseMaterial[]
  /** What was uploaded so far, by material. */
  given: Record<string, UploadedFile[]>
  problems: FieldProblem[]
  onChange: (key: string, change: (files: UploadedFile[]) => UploadedFile[]) => void
}

/** Materials of an application that came back: what is uploaded takes the place of what its material had. */
export function ReplacementCard({ materials, given, problems, onChange }: Props) {
  const found = problemByMaterial(problems)
  return (
    <section className="card" aria-label="更换材料" data-testid="replace-materials">
      <h2>更换材料</h2>
      <p className="quiet">需要更换的材料请重新上传,提交后替换原有文件;没有上传的沿用原有文件。原有文件保留在办件中备查。</p>
      {materials.map((material) => (
        <UploadField
          key={material.key}
          material={material.files.length > 0 ? { ...material, required: false, requirement: '非必要' } : material}
          files={given[material.key] ?? []}
          problem={found[material.key]}
          onAdd={(file) => onChange(material.key, (files) => [...files, file])}
          onRemove={(fileId) => onChange(material.key, (files) => files.filter((file) => file.fileId !== fileId))}
        />
      ))}
    </section>
  )
}
