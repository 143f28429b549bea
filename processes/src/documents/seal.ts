import Mustache from 'mustache'

/** The ring text begins here, in degrees clockwise from the top, and ends at the mirrored place. */
const RING_START_DEGREES = -128
const RED = '#c8102e'

/**
 * The place of the organ's seal as SVG: a red ring with the organ's name, a star, and 演示用章, so that nobody takes it
 * for a seal. A legally valid electronic seal (GB/T 38540) is put on by the sealing service, not drawn.
 */
export function sealSvg(organName: string): string {
  const letters = [...organName]
  const step = letters.length > 1 ? (-2 * RING_START_DEGREES) / (letters.length - 1) : 0
  const ring = letters
    .map((letter, index) => letterAt(letter, letters.length > 1 ? RING_START_DEGREES + index * step : 0, letters.length))
    .join('')
  return `<svg class="seal" viewBox="0 0 200 200" role="img" aria-label="${Mustache.escape(organName)}（演示用章）">
<circle cx="100" cy="100" r="95" fill="none" stroke="${RED}" stroke-width="5"/>
<g fill="${RED}" text-anchor="middle" font-family="'Noto Serif CJK SC','Noto Serif SC',SimSun,serif" font-weight="700">
${ring}<path d="${star(100, 96, 27)}"/><text x="100" y="152" font-size="16" letter-spacing="2">演示用章</text>
</g></svg>`
}

function letterAt(letter: string, degrees: number, count: number): string {
  const size = count > 14 ? 18 : count > 11 ? 21 : 24
  return `<text transform="rotate(${degrees.toFixed(2)} 100 100)" x="100" y="36" font-size="${size}">${Mustache.escape(letter)}</text>`
}

/** A five-pointed star as a path. */
function star(x: number, y: number, radius: number): string {
  const inner = radius * 0.382
  const points = Array.from({ length: 10 }, (_, index) => {
    const angle = (index * Math.PI) / 5
    const length = index % 2 === 0 ? radius : inner
    return `${(x + length * Math.sin(angle)).toFixed(2)} ${(y - length * Math.cos(angle)).toFixed(2)}`
  })
  return `M${points.join('L')}Z`
}
