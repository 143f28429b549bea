import { Radio } from 'antd'

interface Props {
  organs: { id: string; name: string }[]
  /** @default the first */
  chosen: string | undefined
  onChange: (organ: string) => void
}

/** Somebody with posts in several organs says for which of them he hands it in. */
export function OrganChoice({ organs, chosen, onChange }: Props) {
  return (
    <section className="card row" aria-label="代表单位">
      <strong>代表单位</strong>
      <Radio.Group
        options={organs.map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen ?? organs[0]?.id}
        onChange={({ target }) => onChange(String(target.value))}
      />
    </section>
  )
}
