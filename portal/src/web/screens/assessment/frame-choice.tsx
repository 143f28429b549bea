import { FRAME_STATES } from '@lianban/processes/labels'
import { Select } from 'antd'
import { useSearchParams } from 'react-router-dom'
import { assessmentPaths, type FrameView } from '../../api/assessment.ts'
import { useResource } from '../../hooks/use-resource.ts'
import './assessment.css'

/** The frame that the address names, else the newest, and the choice among all of them. */
export function useFrameChoice() {
  const [params, setParams] = useSearchParams()
  const frames = useResource<{ items: FrameView[] }>(assessmentPaths.frames)
  const items = frames.data?.items ?? []
  const chosen = items.find(({ id }) => id === params.get('frame'))?.id ?? items[0]?.id
  const choice = items.length > 0 && (
    <Select
      aria-label="考核方案"
      className="frame-choice"
      value={chosen}
      onChange={(frame) => setParams({ frame })}
      options={items.map(({ id, name, status }) => ({ value: id, label: `${name}(${FRAME_STATES[status]})` }))}
      popupMatchSelectWidth={false}
    />
  )
  return { frames, chosen, choice }
}
