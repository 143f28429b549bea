import { Alert } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import type { Values } from '../../api/cases.ts'
import { jointApi, type JointGuide, type JointNeeds } from '../../api/joint.ts'
import type { MatterDetail } from '../../api/matters.ts'

/** It is asked anew when the filling in rests. */
const REST_MS = 300

/**
 * A matter as it asks of this applicant: of a theme 一件事 only the papers that the needed matters ask for, by what has been
 * answered. Until the server has said so, all of them.
 */
export function useAskedFor(whole: MatterDetail, values: Values): { matter: MatterDetail; needs: JointNeeds | undefined } {
  const [needs, setNeeds] = useState<JointNeeds>()
  const { key, joint } = whole
  useEffect(() => {
    if (!joint) return
    let left = false
    const timer = setTimeout(() => {
      jointApi
        .needs(key, values)
        .then((found) => !left && setNeeds(found))
        .catch(() => undefined)
    }, REST_MS)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [key, joint, values])
  const matter = useMemo(() => (needs ? narrowed(whole, needs) : whole), [whole, needs])
  return { matter, needs }
}

function narrowed(whole: MatterDetail, { materials }: JointNeeds): MatterDetail {
  const required = new Map(materials.map((material) => [material.key, material.required]))
  return {
    ...whole,
    materials: whole.materials
      .filter(({ key }) => required.has(key))
      .map((material) => ({
        ...material,
        required: required.get(material.key)!,
        requirement: required.get(material.key) ? '必要' : '非必要',
      })),
  }
}

/** Which matters the answers ask for. */
export function NeedsNote({ joint, needs }: { joint: JointGuide; needs: JointNeeds | undefined }) {
  if (!needs) return null
  const names = joint.parts.filter(({ matterKey }) => needs.matters.includes(matterKey)).map(({ name }) => name)
  return (
    <Alert
      type={names.length > 0 ? 'info' : 'warning'}
      showIcon
      className="gap-below"
      data-testid="joint-needs"
      message={
        names.length > 0
          ? `按您的回答,需要办理 ${names.length} 个事项:${names.join('、')}`
          : '按您的回答,不需要办理其中任何事项,请核对开头几个问题的回答'
      }
    />
  )
}
