import { expect, test } from 'vitest';
import { embeddedJson, html } from './html.ts';

const hostile = `</script><img src=x onerror="alert('x')">&amp;`;

test('text is escaped, in elements and in attributes of either quote', () => {
  expect(html`<p title="${hostile}">${hostile}</p>`.text).toBe(
    '<p title="&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;x&#39;)&quot;&gt;&amp;amp;">' +
      '&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;x&#39;)&quot;&gt;&amp;amp;</p>',
  );
});

test('markup stays, lists are joined, undefined is nothing', () => {
  expect(html`<ul>${['<', 2].map((each) => html`<li>${each}</li>`)}${undefined}</ul>`.text).toBe(
    '<ul><li>&lt;</li><li>2</li></ul>',
  );
});

test('embedded JSON reads back and holds no tag', () => {
  const { text } = embeddedJson({ [hostile]: '<!--' });
  expect(text).not.toContain('<');
  expect(JSON.parse(text)).toEqual({ [hostile]: '<!--' });
});
