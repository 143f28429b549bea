import { Alert } from 'antd'
import { useEffect, useState } from 'react'
import { organisation, type Footprint } from '../../../api/organisation.ts'

/** What a change of these organs touches, counted now. */
export function FootprintNote({ organIds }: { organIds: string[] }) {
  const [found, setFound] = useState<{ of: string; footprint: Footprint } | null>(null)
  const of = organIds.join()
  useEffect(() => {
    if (of === '') return
    let current = true
    organisation.footprint(of.split(',')).then(
      (footprint) => current && setFound({ of, footprint }),
      () => current && setFound(null),
    )
    return () => {
      current = false
    }
  }, [of])
  if (!found || found.of !== of) return null
  const { openCases, openTasks, posts, matters, policies } = found.footprint
  const people = [...new Set(posts.map(({ userName }) => userName))]
  return (
    <Alert
      className="gap-below"
      type="info"
      showIcon
      data-testid="footprint"
      message={`涉及:在办办件 ${openCases} 个 · 待办任务 ${openTasks} 个 · 任职 ${posts.length} 项 · 事项 ${matters.length} 个 · 权限规则 ${policies} 条`}
      description={
        <>
          {people.length > 0 && (
            <div>
              人员:{people.slice(0, 12).join('、')}
              {people.length > 12 && ` 等 ${people.length} 人`}
            </div>
          )}
          {matters.length > 0 && <div>事项:{matters.map(({ name }) => name).join('、')}</div>}
          <div className="quiet">权限规则按岗位授予,随岗位转移,无需改动。</div>
        </>
      }
    />
  )
}
