'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { furtherArguments, inputsBeside, interfaceArguments, missingImages, resultsBeside, runArguments } = require('../lib/run');

const folder = path.join(path.sep, 'a b');
const at = (name) => path.join(folder, name);

test('inputs and results stand beside the workflow', () => {
  for (const name of ['b.workflow.json', 'b.workflow.yaml', 'b.workflow.yml', 'b.json']) {
    assert.equal(inputsBeside(at(name)), at('b.inputs.json'), name);
    assert.equal(resultsBeside(at(name)), at('b.results'), name);
  }
  assert.equal(inputsBeside(at('.json')), at('.json.inputs.json'));
});

test('images are asked for that are not given', () => {
  const described = { inputs: { photo: ['image'], mask: ['integer', 'image'], size: ['integer'], any: ['*'] } };
  assert.deepEqual(missingImages(described), ['photo', 'mask']);
  assert.deepEqual(missingImages(described, { photo: 'a.jpg', toString: 1 }), ['mask']);
  assert.deepEqual(missingImages({ inputs: { toString: ['image'] } }, {}), ['toString']);
  assert.deepEqual(missingImages(described, null), ['photo', 'mask']);
  assert.deepEqual(missingImages({}), []);
});

test('a workflow is run with its inputs, images and saved workflows', () => {
  const images = { photo: ['/p/1.jpg', '/p/2 "x".jpg'], mask: ['/m.png'] };
  assert.deepEqual(runArguments(at('b.workflow.json'), { hasInputs: true, images, workflows: '/w' }), [
    'run', at('b.workflow.json'), '--inputs', at('b.inputs.json'),
    '--image', 'photo=/p/1.jpg', '--image', 'photo=/p/2 "x".jpg', '--image', 'mask=/m.png',
    '--out-dir', at('b.results'), '--workflows', '/w',
  ]);
  assert.deepEqual(runArguments(at('b.yaml')), ['run', at('b.yaml'), '--out-dir', at('b.results')]);
  assert.deepEqual(interfaceArguments(at('b.yaml'), { workflows: null }), ['interface', at('b.yaml'), '--format', 'json']);
});

test('the server adds workflow and inputs itself', () => {
  const further = furtherArguments(at('b.yaml'), { hasInputs: true, images: { photo: ['/p.jpg'] } });
  assert.deepEqual(further, ['--image', 'photo=/p.jpg', '--out-dir', at('b.results')]);
});
