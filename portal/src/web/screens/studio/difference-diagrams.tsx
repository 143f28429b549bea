import { DiagramView } from '@lianban/designer'
import type { Difference, PackageFiles } from '../../api/studio.ts'

/** The changed models as they would be, with a word beside what is new and what is changed. */
export function DifferenceDiagrams({ difference: { elements }, files }: { difference: Difference; files: PackageFiles }) {
  const changed = Object.entries(elements).filter(
    ([file, { added, removed, changed: touched }]) => files[file] !== undefined && added.length + removed.length + touched.length > 0,
  )
  return (
    <>
      {changed.map(([file, { added, removed, changed: touched }]) => (
        <section key={file} className="gap-above" aria-label={`流程图 ${file}`}>
          <p className="quiet">
            新增 {added.length} 处,修改 {touched.length} 处,已在图上注明
            {removed.length > 0 && `;删除 ${removed.length} 处(现行版本有、新版本没有)`}
          </p>
          <DiagramView xml={files[file]!} active={[]} completed={[]} incidents={[]} numbers={wordsBeside(added, touched)} height="360px" />
        </section>
      ))}
    </>
  )
}

const wordsBeside = (added: readonly string[], touched: readonly string[]): Record<string, string> =>
  Object.fromEntries([...touched.map((id) => [id, '修改']), ...added.map((id) => [id, '新增'])])
