import { h } from '../dom/element.js';

let count = 0;

/**
 * A labelled line of text.
 * @param {string} label
 * @param {import('../dom/element.js').Attributes} attributes
 * @param {string} [hint]
 */
export function field(label, attributes, hint) {
  const id = `field-${(count += 1)}`;
  const input = h('input', { id, type: 'text', 'aria-describedby': hint ? `${id}-hint` : null, ...attributes });
  const element = h('div', { class: 'field' },
    h('label', { for: id }, label),
    input,
    hint ? h('p', { class: 'hint', id: `${id}-hint` }, hint) : null);
  return { element, input, value: () => input.value };
}

/**
 * A labelled text of several lines, which tells how much room is left once that matters. Code points are counted, as
 * the API does.
 * @param {string} label
 * @param {{most: number, rows: number, value?: string, required?: boolean, placeholder?: string}} options
 */
export function textField(label, { most, rows, value = '', required = false, placeholder }) {
  const id = `field-${(count += 1)}`;
  const left = h('p', { class: 'hint', id: `${id}-hint`, 'aria-live': 'polite' });
  const input = h('textarea', { id, rows, required, placeholder, 'aria-describedby': `${id}-hint` });
  input.value = value;
  const tell = () => {
    const room = most - [...input.value].length;
    left.textContent = room < 0 ? `${-room} characters too many` : room <= most / 10 ? `${room} characters left` : '';
    input.setCustomValidity(room < 0 ? `At most ${most} characters.` : '');
  };
  input.addEventListener('input', tell);
  tell();
  return { element: h('div', { class: 'field' }, h('label', { for: id }, label), input, left), input, value: () => input.value };
}
