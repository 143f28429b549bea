import { Collapse } from 'antd'
import { useEffect, useState } from 'react'
import { deskApi, type PathView } from '../../api/case-desk.ts'
import type { Values } from '../../api/cases.ts'
import { PathPreview } from '../../components/path-preview.tsx'

/** It is looked ahead anew when the filling in rests. */
const REST_MS = 600

/** What comes after handing in, as far as the form is filled in; it changes with the form. */
export function PathAhead({ matterKey, values, open }: { matterKey: string; values: Values; open: boolean }) {
  const [shown, setShown] = useState(open)
  const [view, setView] = useState<PathView>()
  useEffect(() => {
    if (!shown) return
    let left = false
    const timer = setTimeout(() => {
      deskApi
        .previewApplication(matterKey, values)
        .then((found) => !left && setView(found))
        .catch(() => undefined)
    }, REST_MS)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [matterKey, values, shown])
  return (
    <Collapse
      className="gap-above"
      activeKey={shown ? ['path'] : []}
      onChange={(keys) => setShown(keys.length > 0)}
      items={[{ key: 'path', label: '提交后怎么办理:环节、办理人和预计时间', children: <PathPreview view={view} narrow /> }]}
    />
  )
}
