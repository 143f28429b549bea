import type { ReactNode } from 'react'
import { paths } from '../../api/api.ts'
import type { JointPart } from '../../api/joint.ts'
import type { MatterDetail } from '../../api/matters.ts'
import { CopyCode } from '../../components/copy-code.tsx'
import { formatsText, requiredText } from './material-text.ts'

/** Names and values of a guidance page; what the matter says nothing of is left out. */
export function GuideFacts({ title, facts, children }: { title: string; facts: [string, string | null][]; children?: ReactNode }) {
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      <dl className="facts">
        {facts
          .filter(([, value]) => value !== null)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="break">{value}</dd>
            </div>
          ))}
      </dl>
      {children && <p className="gap-above">{children}</p>}
    </section>
  )
}

export function GuideList({ title, items, numbered }: { title: string; items: string[]; numbered?: boolean }) {
  const List = numbered ? 'ol' : 'ul'
  return (
    <section className="card">
      <h2>{title}</h2>
      <List className="numbered">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </List>
    </section>
  )
}

/** The codes of a matter, each to be copied, and which version this is. */
export function GuideCodes({ codes, version }: { codes: [string, string | null][]; version: string }) {
  return (
    <section className="card">
      <h2>事项编码和版本</h2>
      <ul className="plain">
        {codes.map(
          ([name, code]) =>
            code !== null && (
              <li key={name} className="break">
                <CopyCode code={code} label={name} /> <span className="quiet">{name}</span>
              </li>
            ),
        )}
      </ul>
      <p className="quiet gap-above">{version}</p>
    </section>
  )
}

/** Opens a sample beside the page. */
export function SampleLink({ matterKey, name, text = '查看样例' }: { matterKey: string; name: string; text?: string }) {
  return (
    <a href={paths.sample(matterKey, name)} target="_blank" rel="noreferrer">
      {text}
    </a>
  )
}

/** Names of the matters of a theme that a material serves. */
const servedBy = (parts: JointPart[], key: string): string =>
  parts
    .filter(({ materials }) => materials.includes(key))
    .map(({ name }) => name)
    .join('、')

/** Every material with its form, who makes it out, and what there is instead of handing it in. */
export function GuideMaterials({ matter }: { matter: MatterDetail }) {
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
              {material.formText} · {material.sourceText} · {material.description} · {formatsText(material)}
            </div>
            {matter.joint && <div>用于:{servedBy(matter.joint.parts, material.key)}</div>}
            {material.sharingText && <div className="quiet">{material.sharingText}</div>}
            {material.deferralText && <div>{material.deferralText}</div>}
            {material.sample && <SampleLink matterKey={matter.key} name={material.sample} />}
            {material.promisable && <div>可以告知承诺代替</div>}
            <div className="quiet">依据:{material.basis}</div>
          </li>
        ))}
      </ul>
    </section>
  )
}
