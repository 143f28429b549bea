import { Select } from 'antd'

/** The server takes no more. */
const MAX_READERS = 100

interface Props {
  /** Whom the matter lets choose from; nothing is shown where it is nobody. */
  offered: { id: string; name: string }[]
  chosen: string[]
  onChange: (chosen: string[]) => void
}

/** Who gets the application to read 抄送 when it is handed in. */
export function ReadersChoice({ offered, chosen, onChange }: Props) {
  if (offered.length === 0) return null
  return (
    <section className="card" aria-label="抄送">
      <h2>抄送</h2>
      <label htmlFor="readers">
        抄送给 <span className="quiet">(可不选)</span>
      </label>
      <p className="quiet" id="readers-help">
        所选人员可以查看这件办件、写阅看意见,不参加办理。
      </p>
      <Select
        id="readers"
        className="full"
        mode="multiple"
        maxCount={MAX_READERS}
        optionFilterProp="label"
        placeholder="输入姓名查找"
        aria-describedby="readers-help"
        notFoundContent="可选人员中没有这个姓名"
        value={chosen}
        onChange={onChange}
        options={offered.map(({ id, name }) => ({ value: id, label: name }))}
        data-testid="readers"
      />
    </section>
  )
}
