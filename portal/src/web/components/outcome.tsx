import { CheckCircleFilled, InfoCircleFilled, WarningFilled } from '@ant-design/icons'
import type { ReactNode } from 'react'

const SIGNS = { success: CheckCircleFilled, info: InfoCircleFilled, warning: WarningFilled }

interface Props {
  kind: keyof typeof SIGNS
  title: string
  /** What of it, and what to do. */
  text: string
  /** Ways on. */
  children?: ReactNode
}

/** How something has ended that fills a page or a part of one. antd's own comes with pictures that every page would load. */
export function Outcome({ kind, title, text, children }: Props) {
  const Sign = SIGNS[kind]
  return (
    <div className={`outcome ${kind}`} role="status">
      <Sign aria-hidden="true" />
      <strong>{title}</strong>
      <span>{text}</span>
      {children}
    </div>
  )
}
