import { componentOf, type FieldSchema } from '@lianban/forms'

const MAX_OPTIONS = 6

/** What a field will look like, as a drawing: nothing in it can be used. */
export function Sketch({ schema }: { schema: FieldSchema }) {
  return (
    <div className="lb-sketch" aria-hidden>
      {draw(schema)}
    </div>
  )
}

function draw(schema: FieldSchema) {
  const component = componentOf(schema)
  const example = schema['x-computed'] !== undefined ? '由系统计算' : schema['x-example'] ? `例如:${schema['x-example']}` : ''
  const suffix = schema['x-component-props']?.['suffix']
  switch (component) {
    case 'Notice':
      return <span className={`lb-sketch-notice is-${String(schema['x-component-props']?.['kind'] ?? 'info')}`}>{schema.description}</span>
    case 'TextArea':
      return <span className="lb-sketch-box is-tall">{example}</span>
    case 'Radio':
    case 'Checkbox':
      return <Options schema={schema} round={component === 'Radio'} />
    case 'Switch':
      return <span className="lb-sketch-switch" />
    case 'Upload':
      return <span className="lb-sketch-button">上传材料</span>
    case 'Signature':
      return <span className="lb-sketch-box is-tall">在此手写签名</span>
    case 'DateRange':
      return (
        <>
          <Box text="开始日期" sign="▾" />
          <Box text="结束日期" sign="▾" />
        </>
      )
    case 'Select':
    case 'Cascader':
    case 'Organ':
    case 'User':
    case 'Region':
    case 'DatePicker':
      return <Box text={chosen(schema) ?? '请选择'} sign="▾" />
    case 'MoneyInput':
      return <Box text={example} sign="元" />
    case 'Hidden':
      return <Box text="不显示,只保存内容" />
    default:
      return <Box text={example} sign={typeof suffix === 'string' ? suffix : ''} />
  }
}

function chosen({ enum: options, default: value }: FieldSchema): string | undefined {
  return options?.find((it) => it.value === value)?.label ?? (options ? `请选择(${options.length} 项)` : undefined)
}

function Box({ text, sign = '' }: { text: string; sign?: string }) {
  return (
    <span className="lb-sketch-box">
      <span>{text}</span>
      {sign && <span>{sign}</span>}
    </span>
  )
}

function Options({ schema, round }: { schema: FieldSchema; round: boolean }) {
  const options = schema.enum ?? (schema.type === 'boolean' ? [{ label: schema.title ?? '', value: 'yes' }] : [])
  const down = schema['x-component-props']?.['direction'] === 'vertical'
  return (
    <span className={`lb-sketch-options${down ? ' is-down' : ''}`}>
      {options.slice(0, MAX_OPTIONS).map((option) => (
        <span key={option.value}>
          <i className={round ? 'is-round' : ''} />
          {option.label}
        </span>
      ))}
      {options.length > MAX_OPTIONS && <span>等 {options.length} 项</span>}
    </span>
  )
}
