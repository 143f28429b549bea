import type { Field } from '@lianban/forms'
import { Steps, theme } from 'antd'
import { useNarrow } from './use-place.ts'

/** Where one is among the sections. Earlier steps can be gone back to; later ones are reached by 下一步. */
export function StepBar({ sections, current, onGo }: { sections: Field[]; current: number; onGo: (index: number) => void }) {
  const { token } = theme.useToken()
  const narrow = useNarrow()
  if (narrow) {
    return (
      <div style={{ color: token.colorTextSecondary, marginBottom: token.marginXS }}>
        第 {current + 1} 步,共 {sections.length} 步
      </div>
    )
  }
  return (
    <Steps
      size="small"
      current={current}
      onChange={(index) => index < current && onGo(index)}
      items={sections.map((it, index) => ({ title: it.title, disabled: index > current }))}
      style={{ marginBottom: token.marginLG }}
    />
  )
}
