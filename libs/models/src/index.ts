export * from './catalog/model-lifecycle.js';
export * from './catalog/model.entity.js';
export * from './catalog/models.service.js';
export * from './models.module.js';
export * from './prices/price-kinds.js';
export * from './prices/price-list.js';
