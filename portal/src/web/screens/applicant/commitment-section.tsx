import { Checkbox } from 'antd'
import type { MatterDetail } from '../../api/matters.ts'

interface Props {
  matter: MatterDetail
  committed: boolean
  problem?: string
  onChange: (committed: boolean) => void
}

/** 告知承诺: what the organ tells, what the applicant promises, and what follows if it is not true. */
export function CommitmentSection({ matter, committed, problem, onChange }: Props) {
  const { commitment } = matter
  if (!commitment) return null
  const names = matter.materials.filter(({ key }) => commitment.materials.includes(key)).map(({ name }) => name)
  return (
    <section className="card gap-below" aria-label="告知承诺" id="commitment" tabIndex={-1}>
      <h2>可以选择告知承诺</h2>
      <p>
        {commitment.applies},签署承诺书后可以不提交{names.join('、')},受理后当场决定;{commitment.checkText}。
      </p>
      <details open={committed}>
        <summary>许可条件、承诺内容和后果</summary>
        <ol className="numbered gap-above">
          {commitment.conditions.map((condition) => (
            <li key={condition}>{condition}</li>
          ))}
        </ol>
        <p>{commitment.text}</p>
        <p className="tone-near">{commitment.consequence}</p>
        <p className="quiet">依据:{commitment.basis}</p>
      </details>
      {problem && (
        <div className="upload-problem" role="alert">
          {problem}
        </div>
      )}
      <Checkbox className="gap-above" checked={committed} onChange={({ target }) => onChange(target.checked)} data-testid="commit">
        我已知晓上述条件和后果,自愿作出承诺并签署告知承诺书
      </Checkbox>
    </section>
  )
}
