import { Tabs } from 'antd'
import { useNavigate } from 'react-router-dom'
import { useSession } from '../session.tsx'

/** A part of a desk: where it stands, and the right that it takes. */
export interface Part<Key extends string> {
  key: Key
  label: string
  to: string
  right: string
}

/** The parts of a desk that this person may open; nothing where that is one. */
export function PartTabs<Key extends string>({ parts, current }: { parts: readonly Part<Key>[]; current: Key }) {
  const navigate = useNavigate()
  const { rights } = useSession()
  const mine = parts.filter(({ right }) => rights.includes(right))
  if (mine.length < 2) return null
  return (
    <Tabs
      activeKey={current}
      items={mine.map(({ key, label }) => ({ key, label }))}
      onChange={(key) => void navigate(mine.find((part) => part.key === key)!.to)}
    />
  )
}
