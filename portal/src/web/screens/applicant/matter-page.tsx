import { Button } from 'antd'
import { Link, useNavigate, useParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import type { MatterDetail } from '../../api/matters.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { StickyBar } from '../../components/sticky-bar.tsx'
import { useKeys } from '../../hooks/use-keys.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { formatsText, requiredText } from './material-text.ts'
import './applicant.css'

/** The guidance of a matter: who may apply, with what, how long it takes, what it costs, what to do against the decision. */
export function Component() {
  const { key = '' } = useParams()
  const navigate = useNavigate()
  const { data: matter, error, loading, reload } = useResource<MatterDetail>(paths.matter(key))
  useTitle(matter?.name)
  useKeys({ Escape: () => void navigate('/matters') })

  if (loading) return <PageSkeleton />
  if (!matter) return error && <ErrorResult error={error} onRetry={reload} extra={<Link to="/matters">回到事项目录</Link>} />
  return (
    <>
      <article className="page">
        <div className="page-head">
          <h1 className="grow">{matter.name}</h1>
        </div>
        <Facts matter={matter} />
        <section className="card">
          <h2>什么情况可以申请</h2>
          <ol className="numbered">
            {matter.conditions.map((condition) => (
              <li key={condition}>{condition}</li>
            ))}
          </ol>
        </section>
        <Materials matter={matter} />
        <section className="card">
          <h2>怎么办理</h2>
          <ol className="numbered">
            {matter.steps.map((step) => (
              <li key={step.name}>
                {step.name} <span className="quiet">{step.limitText}</span>
              </li>
            ))}
          </ol>
        </section>
        <section className="card">
          <h2>依据</h2>
          <ul className="numbered">
            {matter.basis.map((basis) => (
              <li key={basis}>{basis}</li>
            ))}
          </ul>
        </section>
        <section className="card">
          <h2>对结果有异议</h2>
          <p>{matter.remedies}</p>
        </section>
      </article>
      <StickyBar note={<span className="hide-narrow">准备好材料后约需 10 分钟,填写内容会自动保存</span>}>
        <Button type="primary" onClick={() => void navigate(`/matters/${matter.key}/apply`)} data-testid="apply">
          在线申请
        </Button>
      </StickyBar>
    </>
  )
}

function Facts({ matter }: { matter: MatterDetail }) {
  const facts: [string, string][] = [
    ['办理部门', matter.organName],
    ['承诺办结', `受理后 ${matter.promised}`],
    ['法定时限', `受理后 ${matter.statutory}`],
    ['收费', matter.fees],
  ]
  return (
    <section className="card" aria-label="基本情况">
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Materials({ matter }: { matter: MatterDetail }) {
  return (
    <section className="card">
      <h2>需要哪些材料</h2>
      <ul className="plain">
        {matter.materials.map((material) => (
          <li key={material.key} className="guide-material">
            <div className="spread">
              <strong>{material.name}</strong>
              <span className="quiet nowrap">{requiredText(material)}</span>
            </div>
            <div className="quiet">
              {material.description} · {formatsText(material)}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
