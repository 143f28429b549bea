import type { Field } from '@lianban/forms'
import { type GlobalToken, theme } from 'antd'
import type { CSSProperties, PropsWithChildren } from 'react'
import { useNarrow } from './use-place.ts'

interface SectionBoxProps {
  field: Field
  hidden?: boolean
  /** A section inside a section: a heading without a box. */
  plain?: boolean
}

/** Paper with a border, for a section or for tabs of sections. */
export const boxStyle = (token: GlobalToken, narrow: boolean): CSSProperties => ({
  background: token.colorBgContainer,
  border: `1px solid ${token.colorBorderSecondary}`,
  borderRadius: token.borderRadius,
  padding: narrow ? token.padding : token.paddingLG,
  paddingBottom: 0,
  marginBottom: token.margin,
})

/** The box around a section, the same for filling in and for reading. */
export function SectionBox({ field, hidden, plain, children }: PropsWithChildren<SectionBoxProps>) {
  const { token } = theme.useToken()
  const narrow = useNarrow()
  const id = `section-${field.path}`
  const help = field.schema['x-help'] ?? field.schema.description
  const Heading = plain ? 'h3' : 'h2'
  return (
    <section aria-labelledby={id} hidden={hidden} style={plain ? undefined : boxStyle(token, narrow)}>
      <Heading
        id={id}
        tabIndex={-1}
        style={{
          fontSize: plain ? token.fontSizeLG : token.fontSizeHeading4,
          lineHeight: 1.4,
          margin: `0 0 ${token.margin}px`,
          outline: 'none',
        }}
      >
        {field.title}
      </Heading>
      {help && <p style={{ color: token.colorTextSecondary, margin: `-${token.marginXS}px 0 ${token.margin}px` }}>{help}</p>}
      {children}
    </section>
  )
}
