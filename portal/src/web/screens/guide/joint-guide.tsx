import { Link } from 'react-router-dom'
import type { GuidePlace } from '../../api/guide.ts'
import type { JointGuide as Guide, JointPart } from '../../api/joint.ts'

/** What a theme 一件事 covers: its matters, for whom, in what order, how long each takes, what comes of it. */
export function JointGuide({ joint, place }: { joint: Guide; place: GuidePlace }) {
  return (
    <>
      <ul className="numbered">
        {joint.guide.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <ul className="plain gap-above" data-testid="joint-parts">
        {joint.parts.map((part) => (
          <Part key={part.matterKey} part={part} place={place} />
        ))}
      </ul>
    </>
  )
}

function Part({ part, place }: { part: JointPart; place: GuidePlace }) {
  return (
    <li className="guide-material">
      <div className="spread">
        <Link to={`${place.base}/${part.matterKey}`}>
          <strong>{part.name}</strong>
        </Link>
        <span className="quiet">{part.whenText === null ? '都要办理' : '按情况办理'}</span>
      </div>
      <div className="quiet">
        {part.organName}
        {part.promised === null ? ' · 现在不能办理' : ` · 承诺 ${part.promised},法定 ${part.statutory}`}
        {part.results.length > 0 && ` · 取得${part.results.join('、')}`}
      </div>
      {part.whenText !== null && <div>{part.whenText}需要办理</div>}
      {part.dependsOn.map(({ name, stops }) => (
        <div key={name}>
          “{name}”{stops ? '准予以后开始办理;不予许可的,本事项不再办理' : '作出决定以后开始办理'}
        </div>
      ))}
    </li>
  )
}
