const SVG = 'http://www.w3.org/2000/svg';

/** Paths on a grid of 24, drawn as lines. */
const PATHS = {
  calendar: 'M4 9h16M8 3v4M16 3v4M6 5h12a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2z',
  trainings: 'M3 12h2m14 0h2M7 7v10M17 7v10M5 9v6M19 9v6M7 12h10',
  credits: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zm2.6 5.2C13.4 8 10 8 10 10.2c0 2.3 4.4 1.4 4.4 3.7 0 2.1-3.6 2-4.9.7M12 7v10',
  posts: 'M5 4h14v16l-4-3-3 3-3-3-4 3zM9 9h6M9 12.5h4',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zm-6.5 9c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6M16 4.5a3.5 3.5 0 0 1 0 6.5m2 3.5c2.2.8 3.5 2.8 3.5 5.5',
  report: 'M4 20h16M7 16v-5M12 16V6M17 16v-8',
  account: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm-7.5 8.5c0-4 3.4-6.5 7.5-6.5s7.5 2.5 7.5 6.5',
  previous: 'M14.5 6 8.5 12l6 6',
  next: 'M9.5 6l6 6-6 6',
  close: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
};

/** @typedef {keyof typeof PATHS} IconName */

/**
 * A picture that says nothing by itself: what it stands beside, or the label of its button, says it.
 * @param {IconName} name
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'icon');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
