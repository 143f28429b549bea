import { DiagramView } from '@lianban/designer'
import type { Difference, PackageFiles } from '../../api/studio.ts'

/** The changed models as they would be, with what is new and what is changed marked. */
export function DifferenceDiagrams({ difference: { elements }, files }: { difference: Difference; files: PackageFiles }) {
  const changed = Object.entries(elements).filter(
    ([file, { added, removed, changed: touched }]) => files[file] !== undefined && added.length + removed.length + touched.length > 0,
  )
  return (
    <>
      {changed.map(([file, { added, removed, changed: touched }]) => (
        <section key={file} className="gap-above" aria-label={`流程图 ${file}`}>
          <p className="quiet">
            新增 {added.length} 处(蓝框),修改 {touched.length} 处(绿框)
            {removed.length > 0 && `,删除 ${removed.length} 处(现行版本有、新版本没有)`}
          </p>
          <DiagramView xml={files[file]!} active={added} completed={touched} incidents={[]} height="360px" />
        </section>
      ))}
    </>
  )
}
